using System.Text.RegularExpressions;

namespace Functions.Tests.Architecture;

/// <summary>
/// Which rooms may know of which, read from the sources: <c>nameof</c> and constants leave nothing of it in what is compiled. A namespace
/// is a room, a using directive is an arrow, and unused ones do not build.
/// </summary>
public sealed partial class RoomTests
{
    private static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> s_map = RoomMap.Read();

    [Fact]
    public void Each_room_knows_those_that_the_map_says_and_no_others()
    {
        var files = Sources.OfApp().Select(file => (Room: RoomOf(file), Text: File.ReadAllText(file))).ToList();
        var arrows = files
            .SelectMany(file => Usings(file.Text).Where(known => known != file.Room).Select(known => (file.Room, Known: known)))
            .Distinct().ToList();

        Assert.DoesNotContain(arrows, arrow => !s_map.TryGetValue(arrow.Room, out var allowed) || !allowed.Contains(arrow.Known));
        Assert.Equal(files.Select(file => file.Room).Distinct().Order(), s_map.Keys.Order());
        Assert.Empty(s_map.SelectMany(room => room.Value.Select(known => (Room: room.Key, Known: known))).Except(arrows));
    }

    [Fact]
    public void No_room_knows_itself_by_way_of_others()
    {
        var left = s_map.ToDictionary(room => room.Key, room => room.Value);
        while (left.Where(room => !room.Value.Any(left.ContainsKey)).Select(room => room.Key).ToList() is { Count: > 0 } free)
        {
            free.ForEach(room => left.Remove(room));
        }

        Assert.Empty(left.Keys);
    }

    [Fact]
    public void A_file_lies_in_the_folder_of_its_room() => Assert.DoesNotContain(
        Sources.OfApp(),
        file => Namespace().Match(File.ReadAllText(file)) is { Success: true } declared && declared.Groups["name"].Value != FolderOf(file));

    [Fact]
    public void A_room_is_known_by_a_using_directive_alone() => Assert.Empty(
        Sources.OfApp().SelectMany(file => Qualified().Matches(Code(File.ReadAllText(file)))
            .Select(match => $"{Path.GetRelativePath(Repository.Root, file)}: {match.Value}")));

    [Fact]
    public void What_stands_above_rooms_is_a_module_that_none_of_them_names()
    {
        var above = s_map.Keys.Where(room => s_map.Keys.Any(other => other.StartsWith($"{room}.", StringComparison.Ordinal))).ToList();
        var files = Sources.OfApp().ToLookup(RoomOf);
        foreach (var room in above)
        {
            var types = files[room].Select(Path.GetFileNameWithoutExtension).ToList();
            Assert.All(types.Except(["Program"]), type => Assert.EndsWith("Module", type, StringComparison.Ordinal));
            var inside = files.Where(other => other.Key.StartsWith($"{room}.", StringComparison.Ordinal)).SelectMany(other => other);
            Assert.DoesNotContain(inside, file => types.Any(type => Regex.IsMatch(Code(File.ReadAllText(file)), $@"\b{type}\b")));
        }
    }

    [Fact]
    public void A_type_lies_in_the_file_of_its_name() => Assert.Empty(
        from file in Sources.OfApp()
        from Match type in Declaration().Matches(File.ReadAllText(file))
        where type.Groups["name"].Value != Path.GetFileNameWithoutExtension(file).Split('.')[0]
        select $"{Path.GetRelativePath(Repository.Root, file)}: {type.Groups["name"].Value}");

    private static string RoomOf(string file) =>
        Namespace().Match(File.ReadAllText(file)) is { Success: true } declared ? declared.Groups["name"].Value : FolderOf(file);

    private static string FolderOf(string file) =>
        Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(file)!).Replace(Path.DirectorySeparatorChar, '.');

    private static IEnumerable<string> Usings(string text) =>
        Using().Matches(text).Select(match => match.Groups["name"].Value)
            .Where(name => Sources.Projects.Any(project => name == project || name.StartsWith($"{project}.", StringComparison.Ordinal)));

    private static string Code(string text) => NoCode().Replace(text, "");

    [GeneratedRegex(@"^(?:global )?using (?:static )?(?:\w+ = )?(?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"(?<![\w.])(?:global::)?(?:Stores|Functions)\.[A-Z]\w*")]
    private static partial Regex Qualified();

    [GeneratedRegex(
        @"^(?:(?:public|internal|file|static|sealed|abstract|readonly|partial) )*"
        + @"(?:record struct|record|class|enum|interface|struct) (?<name>\w+)",
        RegexOptions.Multiline)]
    private static partial Regex Declaration();

    // Comments, texts, and the lines that are looked at by themselves.
    [GeneratedRegex(@"^\s*//.*$|^(?:global )?using .*$|^namespace .*$|""(?:[^""\\\n]|\\.)*""", RegexOptions.Multiline)]
    private static partial Regex NoCode();
}
