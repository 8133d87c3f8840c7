using System.Reflection;
using Functions.LocalRuntime;

namespace Functions.Tests.Runtime.ApiCompatibility;

/// <summary>What compiles against the local runtime must compile against the real packages: it declares nothing that they lack.</summary>
public sealed class ApiCompatibilityTests
{
    private static readonly HashSet<string> s_real = [.. Read()];

    public static TheoryData<string> Types => [.. typeof(LocalRuntimeOptions).Assembly.GetExportedTypes()
        .Where(type => type.Namespace!.StartsWith("Microsoft.", StringComparison.Ordinal) || type.Namespace.StartsWith("DurableTask.", StringComparison.Ordinal))
        .Select(type => type.FullName!)];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_public_member_is_one_of_the_real_api(string typeName)
    {
        var type = typeof(LocalRuntimeOptions).Assembly.GetType(typeName)!;

        Assert.Contains(MemberText.OfType(type), s_real);
        var unknown = MemberText.Of(type).Where(member => !s_real.Contains(member)).ToList();
        Assert.True(unknown.Count == 0, $"Not in the real API:\n{string.Join('\n', unknown)}");
    }

    [Fact]
    public void A_member_that_the_real_api_lacks_would_be_noticed() =>
        Assert.Contains(MemberText.Of(typeof(Durability.WorkloadTotal)), member => !s_real.Contains(member));

    private static IEnumerable<string> Read()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("members.txt")!);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
