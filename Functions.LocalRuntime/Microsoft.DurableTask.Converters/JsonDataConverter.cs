using System.Text.Json;

namespace Microsoft.DurableTask.Converters;

/// <summary>System.Text.Json as the data converter.</summary>
/// <param name="options">How; the runtime's own options when left out: names as written, read ignoring case.</param>
public class JsonDataConverter(JsonSerializerOptions? options = null) : DataConverter
{
    private static readonly JsonSerializerOptions s_default = new() { PropertyNameCaseInsensitive = true };

    private readonly JsonSerializerOptions _options = options ?? s_default;

    /// <summary>The converter with the runtime's own options.</summary>
    public static JsonDataConverter Default { get; } = new();

    /// <inheritdoc/>
    public override string? Serialize(object? value) => value is null ? null : JsonSerializer.Serialize(value, value.GetType(), _options);

    /// <inheritdoc/>
    public override object? Deserialize(string? data, Type targetType) => data is null ? null : JsonSerializer.Deserialize(data, targetType, _options);
}
