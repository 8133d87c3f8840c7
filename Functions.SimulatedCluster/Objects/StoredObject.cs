using System.Text.Json.Nodes;

namespace Functions.SimulatedCluster.Objects;

/// <summary>An object as the store keeps it: what was loaded is parsed when it is first asked for. Used under the store's lock.</summary>
internal sealed class StoredObject
{
    private byte[]? _json;
    private JsonObject? _value;

    public StoredObject(JsonObject value) => _value = value;

    public StoredObject(byte[] json) => _json = json;

    public JsonObject Value
    {
        get
        {
            _value ??= (JsonObject)JsonNode.Parse(_json)!;
            _json = null;
            return _value;
        }
    }
}
