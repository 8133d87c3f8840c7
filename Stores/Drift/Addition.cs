namespace Stores.Drift;

/// <summary>A field that an object has and its manifest has not.</summary>
/// <param name="Kind">The object's kind.</param>
/// <param name="Name">The object's name.</param>
/// <param name="Path">The property names and array indexes that lead to the field.</param>
public sealed record Addition(string Kind, string Name, IReadOnlyList<string> Path)
{
    /// <summary>The path as a JSON pointer (RFC 6901).</summary>
    public string JsonPath => string.Concat(
        Path.Select(part => $"/{part.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}"));
}
