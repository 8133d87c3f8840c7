using System.Globalization;
using System.Text.Json.Nodes;

namespace Functions.SimulatedCluster.Objects;

/// <summary>A change to an object.</summary>
/// <param name="Version">The resource version that it made.</param>
/// <param name="Type">ADDED, MODIFIED or DELETED.</param>
/// <param name="Key">Which object.</param>
/// <param name="Value">The object after the change; as it last was when deleted.</param>
/// <param name="Before">The object before it; null when added.</param>
internal sealed record Change(long Version, string Type, ObjectKey Key, JsonObject Value, JsonObject? Before);

/// <summary>The objects, their versions and their recent changes. Stored objects are never modified: callers copy.</summary>
internal sealed class ObjectStore : IDisposable
{
    private const int HistoryLimit = 20_000;
    private const int RestartGap = 1_000_000;

    private readonly Lock _lock = new();
    private readonly ObjectFile? _file;
    private readonly Dictionary<Kind, SortedDictionary<string, SortedDictionary<string, StoredObject>>> _objects = [];
    private readonly List<Change> _history = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _firstVersion;

    public ObjectStore(KindCatalog catalog, ObjectFile? file, TimeProvider clock)
    {
        Catalog = catalog;
        Clock = clock;
        _file = file;
        Load(file);
        // The last writes may not have reached the file: the gap sees to it that no version is used twice.
        Version += RestartGap;
        _firstVersion = Version;
        EnsureBasics();
    }

    public KindCatalog Catalog { get; }

    /// <summary>The cluster's clock.</summary>
    public TimeProvider Clock { get; }

    public long Version { get; private set; }

    public JsonObject? Find(ObjectKey key)
    {
        lock (_lock)
        {
            return Stored(key);
        }
    }

    /// <summary>The objects of a kind, in order of namespace and name; of one namespace when it is given.</summary>
    public (IReadOnlyList<JsonObject> Items, long Version) List(Kind kind, string? ns)
    {
        lock (_lock)
        {
            return ([.. Current(kind, ns)], Version);
        }
    }

    /// <summary>The names of a kind's objects, for which none need be parsed.</summary>
    public IReadOnlyList<string> Names(Kind kind)
    {
        lock (_lock)
        {
            return _objects.TryGetValue(kind, out var buckets) ? [.. buckets.Values.SelectMany(bucket => bucket.Keys)] : [];
        }
    }

    /// <summary>The objects of a kind as they were at a version, in order of namespace and name.</summary>
    /// <exception cref="ApiException">410: the changes since then are no longer kept.</exception>
    public IReadOnlyList<JsonObject> ListAt(Kind kind, string? ns, long version)
    {
        lock (_lock)
        {
            var (changes, _) = ChangesAfter(version);
            var undone = changes.Reverse().Where(change => change.Key.Kind == kind && (ns is null || change.Key.Namespace == ns)).ToList();
            if (undone.Count == 0)
            {
                return [.. Current(kind, ns)];
            }

            var items = Current(kind, ns).ToDictionary(item => (item.Namespace(), item.Name()));
            foreach (var change in undone)
            {
                var key = (change.Key.Namespace, change.Key.Name);
                items.Remove(key);
                if (change.Before is { } before)
                {
                    items.Add(key, before);
                }
            }

            return [.. items.OrderBy(item => item.Key.Item1, StringComparer.Ordinal)
                .ThenBy(item => item.Key.Item2, StringComparer.Ordinal).Select(item => item.Value)];
        }
    }

    /// <summary>Every object in a namespace.</summary>
    public IReadOnlyList<(ObjectKey Key, JsonObject Value)> ListAll(string ns)
    {
        lock (_lock)
        {
            return [.. _objects.Where(kind => kind.Value.ContainsKey(ns))
                .SelectMany(kind => kind.Value[ns].Select(entry => (new ObjectKey(kind.Key, ns, entry.Key), entry.Value.Value)))];
        }
    }

    /// <summary>Decides and writes as one: the result replaces the object, null removes it, the same instance changes nothing.</summary>
    /// <param name="key">Which object.</param>
    /// <param name="decide">From what is stored (null when nothing is) to what is to be; must not modify what it gets.</param>
    public JsonObject? Write(ObjectKey key, Func<JsonObject?, JsonObject?> decide)
    {
        lock (_lock)
        {
            var before = Stored(key);
            var after = decide(before);
            if (ReferenceEquals(before, after) || (before is not null && after is not null && JsonNode.DeepEquals(before, after)))
            {
                return before;
            }

            var version = ++Version;
            var value = after ?? before!.Copy();
            value.Meta()["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture);
            if (after is null)
            {
                Remove(key);
            }
            else
            {
                Bucket(key.Kind, key.Namespace)[key.Name] = new StoredObject(value);
            }

            _file?.Write(key, after is null ? null : value, version);
            Record(new Change(version, before is null ? "ADDED" : after is null ? "DELETED" : "MODIFIED", key, value, before));
            return value;
        }
    }

    /// <summary>The changes after a version, and a task that completes at the next one.</summary>
    /// <exception cref="ApiException">410: they are no longer kept.</exception>
    public (IReadOnlyList<Change> Changes, Task Next) ChangesAfter(long version)
    {
        lock (_lock)
        {
            if (version < _firstVersion)
            {
                throw ApiException.Gone($"too old resource version: {version} ({_firstVersion})");
            }

            // Versions are consecutive, so the place of a change follows from its version.
            var index = (int)Math.Clamp(version - _firstVersion, 0, _history.Count);
            return (_history[index..], _changed.Task);
        }
    }

    public void Dispose() => _file?.Dispose();

    private void Load(ObjectFile? file)
    {
        var kinds = Catalog.All.ToLookup(kind => kind.Resource);
        foreach (var (resource, ns, name, json) in file?.Load() ?? [])
        {
            var stored = new StoredObject(json);
            // Of several versions of a kind only the object itself tells which it is.
            var kind = kinds[resource].Take(2).Count() == 1
                ? kinds[resource].First()
                : Catalog.Find(stored.Value.Text("apiVersion")!, stored.Value.Text("kind")!)!;
            Bucket(kind, ns)[name] = stored;
        }

        // A file of an earlier program does not tell the last version; its objects do, save of those that were deleted.
        Version = file?.LastVersion is { } last and > 0
            ? last
            : _objects.Keys.SelectMany(kind => Current(kind, null))
                .Select(o => long.Parse(o.Text("metadata", "resourceVersion")!, CultureInfo.InvariantCulture)).DefaultIfEmpty().Max();
    }

    private JsonObject? Stored(ObjectKey key) =>
        _objects.TryGetValue(key.Kind, out var kind) && kind.TryGetValue(key.Namespace, out var bucket)
            ? bucket.GetValueOrDefault(key.Name)?.Value
            : null;

    private IEnumerable<JsonObject> Current(Kind kind, string? ns)
    {
        if (!_objects.TryGetValue(kind, out var buckets))
        {
            return [];
        }

        return (ns is null ? buckets.Values.SelectMany(bucket => bucket.Values)
            : buckets.TryGetValue(ns, out var one) ? one.Values
            : Enumerable.Empty<StoredObject>())
            .Select(stored => stored.Value);
    }

    private SortedDictionary<string, StoredObject> Bucket(Kind kind, string ns)
    {
        if (!_objects.TryGetValue(kind, out var buckets))
        {
            _objects.Add(kind, buckets = new(StringComparer.Ordinal));
        }

        if (!buckets.TryGetValue(ns, out var bucket))
        {
            buckets.Add(ns, bucket = new(StringComparer.Ordinal));
        }

        return bucket;
    }

    private void Remove(ObjectKey key)
    {
        var buckets = _objects[key.Kind];
        buckets[key.Namespace].Remove(key.Name);
        if (buckets[key.Namespace].Count == 0)
        {
            buckets.Remove(key.Namespace);
        }
    }

    private void Record(Change change)
    {
        _history.Add(change);
        if (_history.Count > HistoryLimit)
        {
            _history.RemoveRange(0, HistoryLimit / 2);
            _firstVersion += HistoryLimit / 2;
        }

        var changed = _changed;
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.SetResult();
    }

    private void EnsureBasics()
    {
        foreach (var name in new[] { "default", "kube-system", "kube-public" })
        {
            var key = new ObjectKey(Catalog.Core("namespaces"), "", name);
            Write(key, found => found ?? NewObject.Complete(key, new JsonObject(), Clock));
            var account = new ObjectKey(Catalog.Core("serviceaccounts"), name, "default");
            Write(account, found => found ?? NewObject.Complete(account, new JsonObject(), Clock));
        }

        var storage = new ObjectKey(Catalog.Find("storage.k8s.io", "v1", "storageclasses")!, "", "standard");
        Write(storage, found => found ?? NewObject.Complete(storage, new JsonObject
        {
            ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { ["storageclass.kubernetes.io/is-default-class"] = "true" } },
            ["provisioner"] = "simulated-cluster",
            ["reclaimPolicy"] = "Delete",
            ["volumeBindingMode"] = "Immediate",
        }, Clock));
    }
}
