using System.Text;
using Microsoft.DurableTask;

namespace Functions.LocalRuntime.Client;

/// <summary>Refuses to write a value that is too large to be kept in every history, message and query.</summary>
internal sealed class LimitedDataConverter(DataConverter inner) : DataConverter
{
    /// <summary>In bytes of UTF-8.</summary>
    public const int Limit = 16 * 1024 * 1024;

    /// <exception cref="ArgumentException">The value is too large.</exception>
    public override string? Serialize(object? value)
    {
        var data = inner.Serialize(value);
        // A char takes at most three bytes: most values need no counting.
        return data is null || data.Length <= Limit / 3 || Encoding.UTF8.GetByteCount(data) is var size && size <= Limit
            ? data
            : throw new ArgumentException($"A value of type {value!.GetType()} takes {size:N0} bytes as JSON, and the limit is {Limit:N0}: keep it elsewhere and pass on where.", nameof(value));
    }

    public override object? Deserialize(string? data, Type targetType) => inner.Deserialize(data, targetType);
}
