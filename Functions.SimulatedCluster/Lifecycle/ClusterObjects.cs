using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Faults;
using Functions.SimulatedCluster.Objects;

namespace Functions.SimulatedCluster.Lifecycle;

/// <summary>Objects as controllers see and change them.</summary>
/// <param name="store">The objects.</param>
/// <param name="faults">What goes wrong.</param>
/// <param name="lookAgain">Has a namespace looked at again after a while.</param>
internal sealed class ClusterObjects(ObjectStore store, FaultPlan faults, Action<string, TimeSpan> lookAgain)
{
    // How soon a controller tries again what a fault prevented.
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(1);

    private readonly ObjectWriter _writer = new(store);

    public ObjectStore Store => store;

    public DateTimeOffset Now => store.Clock.GetUtcNow();

    public string Timestamp => NewObject.Timestamp(store.Clock);

    /// <summary>Has the controllers look at a namespace when its time has come, though nothing changes.</summary>
    public void LookAgain(string ns, TimeSpan after) => lookAgain(ns, after);

    /// <summary>Whether something goes wrong with an object now; if so it is tried again by itself.</summary>
    public bool IsAtFault(JsonObject o, Fault fault)
    {
        var found = faults.Take(
            o.Text("metadata", "annotations", FaultPlan.Annotation), o.Text("kind")!, o.Namespace(), o.Name(), Now, fault) is not null;
        if (found)
        {
            LookAgain(o.Text("kind") == "Namespace" ? o.Name() : o.Namespace(), s_retry);
        }

        return found;
    }

    public IEnumerable<JsonObject> List(string apiVersion, string kind, string? ns) => store.List(KindOf(apiVersion, kind), ns).Items;

    /// <summary>Those of a kind that are not terminating.</summary>
    public IEnumerable<JsonObject> Living(string apiVersion, string kind, string ns) =>
        List(apiVersion, kind, ns).Where(o => !o.IsTerminating());

    public JsonObject? Find(string apiVersion, string kind, string ns, string name) => store.Find(KeyOf(apiVersion, kind, ns, name));

    /// <summary>Creates an object unless there is one.</summary>
    /// <returns>Whether it was created.</returns>
    /// <exception cref="ApiException">It is refused.</exception>
    public bool Ensure(string apiVersion, string kind, string ns, JsonObject body)
    {
        if (Find(apiVersion, kind, ns, body.Name()) is not null)
        {
            return false;
        }

        _writer.Create(KeyOf(apiVersion, kind, ns, body.Name()), body, "kube-controller-manager", dryRun: false);
        return true;
    }

    /// <summary>Writes a status that differs from the present one.</summary>
    /// <returns>Whether it differed.</returns>
    public bool SetStatus(JsonObject o, JsonObject status)
    {
        if (JsonNode.DeepEquals(o["status"], status))
        {
            return false;
        }

        Update(o, copy => copy["status"] = status.DeepClone(), "status");
        return true;
    }

    public void Update(JsonObject o, Action<JsonObject> edit, string? subresource = null)
    {
        var key = KeyOf(o);
        if (store.Find(key) is not null)
        {
            _writer.Update(key, subresource, "kube-controller-manager", dryRun: false, copy =>
            {
                edit(copy);
                return copy;
            });
        }
    }

    public void Delete(JsonObject o)
    {
        var key = KeyOf(o);
        if (store.Find(key) is { } found && !found.IsTerminating())
        {
            _writer.Delete(key, null);
        }
    }

    /// <summary>Removes an object for good, whatever waits for its end.</summary>
    public void Remove(string apiVersion, string kind, string ns, string name) => store.Write(KeyOf(apiVersion, kind, ns, name), _ => null);

    public static JsonArray OwnedBy(JsonObject owner) => new(new JsonObject
    {
        ["apiVersion"] = owner.Text("apiVersion"),
        ["kind"] = owner.Text("kind"),
        ["name"] = owner.Name(),
        ["uid"] = owner.Uid(),
        ["controller"] = true,
        ["blockOwnerDeletion"] = true,
    });

    public IEnumerable<JsonObject> OwnedObjects(string apiVersion, string kind, JsonObject owner) =>
        List(apiVersion, kind, owner.Namespace())
            .Where(o => o.Items("metadata", "ownerReferences").Any(reference => reference.Text("uid") == owner.Uid()));

    /// <summary>Writes an event about an object, or counts it when it was written before.</summary>
    public void Event(JsonObject about, string component, string type, string reason, string message)
    {
        var ns = about.Namespace() is { Length: > 0 } own ? own : "default";
        var name = EventNames.Of(about.Name(), about.Uid(), reason, message);
        try
        {
            if (Find("v1", "Event", ns, name) is { } found)
            {
                Update(found, copy => (copy["count"], copy["lastTimestamp"]) = ((found.Number("count") ?? 1) + 1, Timestamp));
                return;
            }

            Ensure("v1", "Event", ns, new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = name },
                ["involvedObject"] = new JsonObject
                {
                    ["apiVersion"] = about.Text("apiVersion"),
                    ["kind"] = about.Text("kind"),
                    ["namespace"] = about.Namespace(),
                    ["name"] = about.Name(),
                    ["uid"] = about.Uid(),
                    ["resourceVersion"] = about.Text("metadata", "resourceVersion"),
                },
                ["type"] = type,
                ["reason"] = reason,
                ["message"] = message,
                ["source"] = new JsonObject { ["component"] = component },
                ["reportingComponent"] = component,
                ["reportingInstance"] = "",
                ["count"] = 1,
                ["firstTimestamp"] = Timestamp,
                ["lastTimestamp"] = Timestamp,
            });
        }
        catch (ApiException)
        {
            // A namespace that is going takes no events; nothing depends on them.
        }
    }

    private Kind KindOf(string apiVersion, string kind) => store.Catalog.Find(apiVersion, kind)!;

    private ObjectKey KeyOf(JsonObject o) => KeyOf(o.Text("apiVersion")!, o.Text("kind")!, o.Namespace(), o.Name());

    private ObjectKey KeyOf(string apiVersion, string kind, string ns, string name) => new(
        KindOf(apiVersion, kind), KindOf(apiVersion, kind).Namespaced ? ns : "", name);
}
