using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.DurableTask.Entities;

/// <summary>Which entity: a function's name, in lower case, and a key.</summary>
[JsonConverter(typeof(EntityInstanceIdJsonConverter))]
public readonly record struct EntityInstanceId
{
    /// <summary>An entity's id.</summary>
    /// <param name="name">The function's name; no '@'.</param>
    /// <param name="key">Case-sensitive.</param>
    public EntityInstanceId(string name, string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(key);
        if (name.Contains('@', StringComparison.Ordinal))
        {
            throw new ArgumentException("An entity's name must not contain '@'.", nameof(name));
        }

        Name = name.ToLowerInvariant();
        Key = key;
    }

    /// <summary>The function's name in lower case.</summary>
    public string Name { get; }

    /// <summary>The key.</summary>
    public string Key { get; }

    /// <summary>Reads @name@key.</summary>
    /// <exception cref="ArgumentException">The text is not of that form.</exception>
    public static EntityInstanceId FromString(string instanceId)
    {
        var at = instanceId.StartsWith('@') ? instanceId.IndexOf('@', 1) : -1;
        return at > 1
            ? new EntityInstanceId(instanceId[1..at], instanceId[(at + 1)..])
            : throw new ArgumentException($"'{instanceId}' is not an entity's instance id.", nameof(instanceId));
    }

    /// <inheritdoc/>
    public override string ToString() => $"@{Name}@{Key}";

    private sealed class EntityInstanceIdJsonConverter : JsonConverter<EntityInstanceId>
    {
        public override EntityInstanceId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => FromString(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, EntityInstanceId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
