using Functions.Tests.Architecture;

namespace Functions.Benchmarks;

/// <summary>Where the programs are that scenarios start: each in the folder that its own build made.</summary>
/// <param name="Root">The sources that they were built from.</param>
internal sealed record ProgramFolders(string Root)
{
    /// <summary>The configuration of this build and the framework, as the folders below bin are named.</summary>
    private static readonly string s_build = Path.GetRelativePath(
        Path.Combine(Repository.Root, "Functions.Benchmarks", "bin"), AppContext.BaseDirectory);

    /// <summary>Debug or Release, as this program.</summary>
    public static string Configuration => s_build.Split(Path.DirectorySeparatorChar)[0];

    /// <summary>Those built with this program.</summary>
    public static ProgramFolders Current { get; } = new(Repository.Root);

    /// <summary>The host for any worker.</summary>
    public string LocalHost => Path.Combine(Of("Functions.LocalHost"), "Functions.LocalHost.dll");

    /// <summary>The product's worker.</summary>
    public string Functions => Of("Functions");

    /// <summary>The worker with the durable scenarios' functions.</summary>
    public string BenchmarkApp => Of(Path.Combine("Functions.Benchmarks", "BenchmarkApp"));

    /// <summary>The worker with one HTTP function.</summary>
    public string EmptyApp => Of(Path.Combine("Functions.Benchmarks", "EmptyApp"));

    private string Of(string project) => Path.Combine(Root, project, "bin", s_build);
}
