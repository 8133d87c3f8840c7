using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Objects;

namespace Functions.SimulatedCluster.Lifecycle;

/// <summary>Objects as controllers see and change them.</summary>
internal sealed class ClusterObjects(ObjectStore store)
{
    private readonly ObjectWriter _writer = new(store);

    public ObjectStore Store => store;

    public IEnumerable<JsonObject> List(string apiVersion, string kind, string? ns) => store.List(KindOf(apiVersion, kind), ns).Items;

    public JsonObject? Find(string apiVersion, string kind, string ns, string name) => store.Find(KeyOf(apiVersion, kind, ns, name));

    /// <summary>Creates an object unless there is one.</summary>
    public void Ensure(string apiVersion, string kind, string ns, JsonObject body)
    {
        if (Find(apiVersion, kind, ns, body.Name()) is null)
        {
            _writer.Create(KeyOf(apiVersion, kind, ns, body.Name()), body, "kube-controller-manager", dryRun: false);
        }
    }

    /// <summary>Writes a status that differs from the present one.</summary>
    public void SetStatus(JsonObject o, JsonObject status)
    {
        if (!JsonNode.DeepEquals(o["status"], status))
        {
            Update(o, copy => copy["status"] = status.DeepClone(), "status");
        }
    }

    public void Update(JsonObject o, Action<JsonObject> edit, string? subresource = null)
    {
        var key = KeyOf(o.Text("apiVersion")!, o.Text("kind")!, o.Namespace(), o.Name());
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
        var key = KeyOf(o.Text("apiVersion")!, o.Text("kind")!, o.Namespace(), o.Name());
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
        List(apiVersion, kind, owner.Namespace()).Where(o => o.Items("metadata", "ownerReferences").Any(reference => reference.Text("uid") == owner.Uid()));

    private Kind KindOf(string apiVersion, string kind) => store.Catalog.Find(apiVersion, kind)!;

    private ObjectKey KeyOf(string apiVersion, string kind, string ns, string name) => new(KindOf(apiVersion, kind), KindOf(apiVersion, kind).Namespaced ? ns : "", name);
}
