using System.Text.RegularExpressions;

namespace Stores.Core;

/// <summary>
/// Whom a store is operated for: 1 to 63 characters, lower-case letters, digits, dots, underscores and hyphens, beginning and ending with a
/// letter or digit.
/// </summary>
public static partial class StoreOwner
{
    /// <summary>The owner of stores that were asked for without one.</summary>
    public const string Default = "default";

    /// <summary>The rule, in the words that a refusal uses.</summary>
    public const string Rule = "must be 1 to 63 characters: lower-case letters, digits, dots, underscores and hyphens, "
        + "beginning and ending with a letter or digit";

    /// <summary>Whether a text names an owner.</summary>
    public static bool IsValid(string? text) => text is not null && Pattern().IsMatch(text);

    [GeneratedRegex(@"\A[a-z0-9]([-._a-z0-9]{0,61}[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
