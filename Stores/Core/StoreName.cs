using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Stores.Core;

/// <summary>
/// A store's name: 1 to 40 characters, lower-case letters, digits and hyphens, beginning with a letter and ending with a letter or digit.
/// </summary>
/// <remarks>
/// An RFC 1123 label, short enough that everything derived from it is one too (63 characters), and never starting with a hyphen,
/// which a command line would take for a flag.
/// </remarks>
[JsonConverter(typeof(StoreNameJsonConverter))]
public readonly partial record struct StoreName
{
    /// <summary>The rule, in the words that a refusal uses.</summary>
    public const string Rule =
        "must be 1 to 40 characters: lower-case letters, digits and hyphens, beginning with a letter and ending with a letter or digit";

    private readonly string? _value;

    private StoreName(string value) => _value = value;

    /// <summary>The name's text.</summary>
    /// <exception cref="InvalidOperationException">This is the default value, which names no store.</exception>
    public string Value => _value ?? throw new InvalidOperationException("A default StoreName names no store.");

    /// <summary>Reads a name.</summary>
    /// <param name="text">Untrusted text.</param>
    /// <param name="name">The name, when the text follows the rule.</param>
    /// <returns>Whether the text follows the rule.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out StoreName name)
    {
        var valid = text is not null && Pattern().IsMatch(text);
        name = valid ? new StoreName(text!) : default;
        return valid;
    }

    /// <summary>Reads a name.</summary>
    /// <exception cref="FormatException">The text breaks <see cref="Rule"/>.</exception>
    public static StoreName Parse(string? text) =>
        TryParse(text, out var name) ? name : throw new FormatException($"A store name {Rule}.");

    /// <inheritdoc/>
    public override string ToString() => Value;

    [GeneratedRegex(@"\A[a-z]([-a-z0-9]{0,38}[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();

    private sealed class StoreNameJsonConverter : JsonConverter<StoreName>
    {
        public override StoreName Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TryParse(reader.GetString(), out var name) ? name : throw new JsonException($"A store name {Rule}.");

        public override void Write(Utf8JsonWriter writer, StoreName value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);
    }
}
