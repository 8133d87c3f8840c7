namespace Stores.Core;

/// <summary>The range of a setting's values.</summary>
public static class SettingRange
{
    /// <summary>
    /// The rule that a value breaks; empty when it is in its range, and where it has none because another setting, which is told by itself,
    /// is out of its own.
    /// </summary>
    /// <param name="key">The setting's key.</param>
    /// <param name="value">Its value; null where it is left out, which breaks nothing.</param>
    /// <param name="least">The least that it may be.</param>
    /// <param name="most">The most.</param>
    public static IEnumerable<string> Check<T>(string key, T? value, T least, T most) where T : struct, IComparable<T>, IFormattable =>
        value is not { } given || least.CompareTo(most) > 0 || (given.CompareTo(least) >= 0 && given.CompareTo(most) <= 0)
            ? []
            : [string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{key} must be {least} to {most}.")];
}
