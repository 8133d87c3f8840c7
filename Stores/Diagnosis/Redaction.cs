using System.Text;
using System.Text.RegularExpressions;

namespace Stores.Diagnosis;

/// <summary>Takes secrets out of what containers and the cluster say, before it goes any further.</summary>
/// <remarks>Known values go wherever they stand, as they are and in base64; what only looks like a secret goes by its name.</remarks>
public sealed partial class Redaction
{
    /// <summary>What stands in a secret's place.</summary>
    public const string Mark = "[redacted]";

    // Shorter ones would shred the text, and protect nothing.
    private const int ShortestValue = 6;
    private const int Patience = 2000;

    private readonly IReadOnlyList<string> _values;

    /// <summary>A redaction of some values, and of what looks like a secret.</summary>
    /// <param name="values">Secret values; those of less than six characters are not looked for.</param>
    public Redaction(IEnumerable<string> values) => _values =
    [
        .. values.Where(value => value.Length >= ShortestValue)
            .SelectMany(value => new[] { value, Convert.ToBase64String(Encoding.UTF8.GetBytes(value)).TrimEnd('=') })
            .Distinct()
            .OrderByDescending(value => value.Length),
    ];

    /// <summary>Knows no value, only what looks like a secret.</summary>
    public static Redaction OfPatterns { get; } = new([]);

    /// <summary>The text without secrets.</summary>
    public string Apply(string text)
    {
        foreach (var value in _values)
        {
            text = text.Replace(value, Mark, StringComparison.Ordinal);
        }

        text = PrivateKey().Replace(text, Mark);
        text = UserInfo().Replace(text, $"$1{Mark}@");
        text = Bearer().Replace(text, $"$1 {Mark}");
        text = IdentifiedBy().Replace(text, $"$1 {Mark}");
        return Named().Replace(text, $"$1{Mark}");
    }

    // "(using password: YES)" is MySQL's way to say that there was one.
    [GeneratedRegex(
        """((?:password|passwd|pwd|passphrase|secret|token|api[_-]?key|credential)s?["']?\s*(?:=>|[:=])\s*)"""
        + """(?!\[redacted\]|(?:YES|NO)\b)(?:"[^"]*"|'[^']*'|[^\s,;"'&)]+)""",
        RegexOptions.IgnoreCase, Patience)]
    private static partial Regex Named();

    [GeneratedRegex("""(://[^\s:/@]*:)[^\s/@]+@""", RegexOptions.None, Patience)]
    private static partial Regex UserInfo();

    [GeneratedRegex("""\b(Bearer|Basic)\s+[A-Za-z0-9+/=._~-]{8,}""", RegexOptions.IgnoreCase, Patience)]
    private static partial Regex Bearer();

    [GeneratedRegex("""(IDENTIFIED\s+(?:WITH\s+\S+\s+)?(?:BY|AS))\s+(?:"[^"]*"|'[^']*')""", RegexOptions.IgnoreCase, Patience)]
    private static partial Regex IdentifiedBy();

    [GeneratedRegex("""-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\z)""", RegexOptions.Singleline, Patience)]
    private static partial Regex PrivateKey();
}
