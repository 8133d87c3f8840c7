using Microsoft.DurableTask.Converters;

namespace Microsoft.DurableTask.Client;

/// <summary>A value as text.</summary>
/// <param name="data">The text.</param>
/// <param name="converter">Reads it; the runtime's own when left out.</param>
public sealed class SerializedData(string data, DataConverter? converter = null)
{
    /// <summary>The text.</summary>
    public string Value { get; } = data;

    /// <summary>Reads it.</summary>
    public DataConverter Converter { get; } = converter ?? JsonDataConverter.Default;

    /// <summary>The value.</summary>
    public T ReadAs<T>() => Converter.Deserialize<T>(Value)!;
}
