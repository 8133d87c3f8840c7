using System.Globalization;
using System.Text.RegularExpressions;

namespace Stores.Core;

/// <summary>
/// Kubernetes' quantities: 500m, 1Gi, 2e3. The API server writes them in a form of its own, so that only their amounts can be compared.
/// </summary>
internal static partial class Quantity
{
    private const string Binary = "KMGTPE";

    // The empty suffix stands between m and k.
    private static readonly string[] s_decimal = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];

    /// <summary>Whether both are quantities of the same amount.</summary>
    public static bool Same(string one, string other) => Read(one) is { } amount && amount == Read(other);

    private static decimal? Read(string text)
    {
        var match = Form().Match(text);
        if (!match.Success
            || !decimal.TryParse(
                match.Groups["number"].Value, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture,
                out var number))
        {
            return null;
        }

        try
        {
            return number * Factor(match.Groups["suffix"].Value);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static decimal Factor(string suffix)
    {
        if (suffix is [var unit, 'i'])
        {
            return Power(1024, Binary.IndexOf(unit, StringComparison.Ordinal) + 1);
        }

        return suffix is ['e' or 'E', _, ..]
            ? Power(10, int.Parse(suffix[1..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture))
            : Power(1000, Array.IndexOf(s_decimal, suffix) - Array.IndexOf(s_decimal, ""));
    }

    private static decimal Power(decimal radix, int exponent)
    {
        var power = 1m;
        for (var i = 0; i < Math.Abs(exponent); i++)
        {
            power = exponent < 0 ? power / radix : power * radix;
        }

        return power;
    }

    [GeneratedRegex(@"^(?<number>[+-]?(\d+\.?\d*|\.\d+))(?<suffix>[KMGTPE]i|[eE][+-]?\d{1,2}|[numkMGTPE]?)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
