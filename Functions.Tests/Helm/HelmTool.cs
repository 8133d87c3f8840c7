using CliWrap;
using CliWrap.Buffered;

namespace Functions.Tests.Helm;

/// <summary>The bundled helm binary, run in a private folder.</summary>
internal static class HelmTool
{
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "tools", "helm");

    public static string StoreChart { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "charts", "store");

    public static string ProductionValues { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "charts", "values-gcp.yaml");

    public static async Task<BufferedCommandResult> RunAsync(string? kubeconfig, params string[] arguments)
    {
        using var home = new TempFolder();
        return await Cli.Wrap(Path).WithArguments(arguments)
            .WithEnvironmentVariables(variables => variables.Set("HOME", home.Path).Set("KUBECONFIG", kubeconfig ?? System.IO.Path.Combine(home.Path, "none")))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();
    }
}
