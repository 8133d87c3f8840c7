using System.Diagnostics;
using System.Text.RegularExpressions;
using Functions.Tests.Architecture;

namespace Functions.IntegrationTests.Hosting;

/// <summary>The pinned Azurite in a process of its own, on free ports, with its data in a folder that goes with it.</summary>
internal sealed partial class Azurite : IAsyncDisposable
{
    // The well-known key of every Azurite.
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly TempFolder _folder;
    private readonly Process _process;
    private readonly Dictionary<string, string> _endpoints = [];

    private Azurite(Process process, TempFolder folder) => (_process, _folder) = (process, folder);

    /// <summary>The settings of a host whose durable state is to be there.</summary>
    public IEnumerable<(string Key, string Value)> Settings =>
    [
        ("AzureFunctionsJobHost__extensions__durableTask__storageProvider__type", "AzureStorage"),
        ("AzureWebJobsStorage", string.Join(';', [
            "DefaultEndpointsProtocol=http", "AccountName=devstoreaccount1", $"AccountKey={Key}",
            .. _endpoints.Select(endpoint => $"{endpoint.Key}Endpoint={endpoint.Value}/devstoreaccount1"),
        ])),
    ];

    public static async Task<Azurite> StartAsync()
    {
        var script = Path.Combine(Repository.Root, "tools", "node_modules", "azurite", "dist", "src", "azurite.js");
        Assert.True(File.Exists(script), "Azurite is not installed: npm ci --prefix tools");
        var folder = new TempFolder();
        var process = Process.Start(new ProcessStartInfo("node")
        {
            ArgumentList =
            {
                script, "--silent", "--skipApiVersionCheck", "--blobPort", "0", "--queuePort", "0", "--tablePort", "0",
                "--location", folder.Path,
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var azurite = new Azurite(process, folder);
        while (azurite._endpoints.Count < 3)
        {
            var line = await process.StandardOutput.ReadLineAsync()
                ?? throw new InvalidOperationException($"Azurite ended: {await process.StandardError.ReadToEndAsync()}");
            if (Listening().Match(line) is { Success: true } match)
            {
                azurite._endpoints[match.Groups[1].Value] = match.Groups[2].Value;
            }
        }

        // Nobody reads on; a full pipe would hold it up.
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
        return azurite;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }

    [GeneratedRegex(@"Azurite (Blob|Queue|Table) service is successfully listening at (http://\S+)")]
    private static partial Regex Listening();
}
