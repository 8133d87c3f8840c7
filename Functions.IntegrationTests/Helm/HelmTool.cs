using System.Formats.Tar;
using System.IO.Compression;
using CliWrap;
using CliWrap.Buffered;

namespace Functions.IntegrationTests.Helm;

/// <summary>The bundled helm binary, and its package's kubectl, run in a private folder.</summary>
internal static class HelmTool
{
    private static readonly string s_released = System.IO.Path.Combine(AppContext.BaseDirectory, "Chart", "Released");

    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "tools", "helm");

    public static string KubectlPath { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "tools", "kubectl");

    public static string StoreChart { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "charts", "store");

    /// <summary>Earlier charts, by their packages without the extension.</summary>
    public static IEnumerable<string> Released =>
        Directory.GetFiles(s_released, "store-*.tgz").Select(package => System.IO.Path.GetFileNameWithoutExtension(package));

    public static string OrchestratorChart { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "charts", "orchestrator");

    public static string ProductionValues { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "charts", "values-gcp.yaml");

    public static Task<BufferedCommandResult> RunAsync(string? kubeconfig, params string[] arguments) =>
        RunAsync(Path, kubeconfig, arguments);

    /// <summary>Runs the kubectl of the same package.</summary>
    public static Task<BufferedCommandResult> KubectlAsync(string? kubeconfig, params string[] arguments) =>
        RunAsync(KubectlPath, kubeconfig, arguments);

    /// <summary>Unpacks an earlier chart.</summary>
    /// <param name="release">Its package, without the extension.</param>
    /// <param name="folder">Where to.</param>
    /// <returns>The chart's folder.</returns>
    public static string Unpack(string release, string folder)
    {
        var package = System.IO.Path.Combine(s_released, $"{release}.tgz");
        using var file = new GZipStream(File.OpenRead(package), CompressionMode.Decompress);
        TarFile.ExtractToDirectory(file, folder, overwriteFiles: false);
        return System.IO.Path.Combine(folder, "store");
    }

    private static async Task<BufferedCommandResult> RunAsync(string tool, string? kubeconfig, string[] arguments)
    {
        using var home = new TempFolder();
        return await Cli.Wrap(tool).WithArguments(arguments)
            .WithEnvironmentVariables(
                variables => variables.Set("HOME", home.Path).Set("KUBECONFIG", kubeconfig ?? System.IO.Path.Combine(home.Path, "none")))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();
    }
}
