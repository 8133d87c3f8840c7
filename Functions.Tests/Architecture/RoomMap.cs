using System.Text.RegularExpressions;

namespace Functions.Tests.Architecture;

/// <summary>The map of the rooms in ARCHITECTURE.md: a row for each room, with those that it may know.</summary>
internal static partial class RoomMap
{
    /// <summary>What each room may know, by the room's namespace.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Read() =>
        File.ReadLines(Path.Combine(Repository.Root, "ARCHITECTURE.md"))
            .Select(line => Row().Match(line)).Where(match => match.Success)
            .ToDictionary(
                match => match.Groups["room"].Value,
                match => (IReadOnlyList<string>)
                [
                    .. Names(match.Groups["room"].Value.Split('.')[0], match.Groups["own"].Value),
                    .. Names("Stores", match.Groups["domain"].Value),
                ]);

    private static IEnumerable<string> Names(string project, string cell) =>
        Name().Matches(cell).Select(name => $"{project}.{name.Groups["name"].Value}");

    // Of the domain's rooms what they know of it; of the app's also what they know of the domain.
    [GeneratedRegex(@"^\| `(?<room>Stores\.\w+|Functions(?:\.\w+)*)` \|[^|]*\|(?<own>[^|]*)\|(?:(?<domain>[^|]*)\|)?$")]
    private static partial Regex Row();

    [GeneratedRegex("`(?<name>[\\w.]+)`")]
    private static partial Regex Name();
}
