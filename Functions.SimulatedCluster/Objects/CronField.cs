using System.Globalization;

namespace Functions.SimulatedCluster.Objects;

/// <summary>The numbers that a field of a schedule names: "*", "N", "A-B", "A-B/step", by commas.</summary>
internal sealed class CronField
{
    private static readonly string[] s_months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] s_days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    private readonly HashSet<int> _numbers = [];

    private CronField()
    {
    }

    /// <summary>Whether it says every number, so that of two fields for days the other one decides.</summary>
    public bool IsStar { get; private set; }

    /// <exception cref="FormatException">It says nothing known; in the API server's words.</exception>
    public static CronField Minutes(string text) => Parse(text, 0, 59, []);

    /// <inheritdoc cref="Minutes"/>
    public static CronField Hours(string text) => Parse(text, 0, 23, []);

    /// <inheritdoc cref="Minutes"/>
    public static CronField DaysOfMonth(string text) => Parse(text, 1, 31, []);

    /// <inheritdoc cref="Minutes"/>
    public static CronField Months(string text) => Parse(text, 1, 12, s_months);

    /// <summary>Sunday is 0; 7 is no day.</summary>
    /// <inheritdoc cref="Minutes"/>
    public static CronField DaysOfWeek(string text) => Parse(text, 0, 6, s_days);

    public bool Has(int number) => _numbers.Contains(number);

    private static CronField Parse(string text, int least, int most, string[] names)
    {
        var field = new CronField();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            field.Add(part, least, most, names);
        }

        return field;
    }

    private void Add(string text, int least, int most, string[] names)
    {
        var parts = text.Split('/');
        var bounds = parts[0].Split('-');
        var all = bounds[0] is "*" or "?";
        Refuse(!all && bounds.Length > 2, $"too many hyphens: {text}");
        var first = all ? least : Number(bounds[0], least, names);
        var last = all ? most : bounds.Length == 2 ? Number(bounds[1], least, names) : first;
        Refuse(parts.Length > 2, $"too many slashes: {text}");
        var step = parts.Length == 2 ? Number(parts[1], 0, []) : 1;
        // A step after one number goes on to the end.
        last = parts.Length == 2 && bounds.Length == 1 ? most : last;
        Refuse(first < least, $"beginning of range ({first}) below minimum ({least}): {text}");
        Refuse(last > most, $"end of range ({last}) above maximum ({most}): {text}");
        Refuse(first > last, $"beginning of range ({first}) beyond end of range ({last}): {text}");
        Refuse(step == 0, $"step of range should be a positive number: {text}");
        for (var number = first; number <= last; number += step)
        {
            _numbers.Add(number);
        }

        IsStar |= all && step == 1;
    }

    private static int Number(string text, int least, string[] names)
    {
        if (Array.FindIndex(names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is >= 0 and var index)
        {
            return least + index;
        }

        Refuse(
            !int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number),
            $"failed to parse int from {text}: strconv.Atoi: parsing \"{text}\": invalid syntax");
        Refuse(number < 0, $"negative number ({number}) not allowed: {text}");
        return number;
    }

    private static void Refuse(bool refused, string why)
    {
        if (refused)
        {
            throw new FormatException(why);
        }
    }
}
