using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Functions.LocalHost.Tests;

/// <summary>Azurite on free ports, in memory, for all tests of the collection.</summary>
public sealed class Azurite : IAsyncLifetime
{
    // The well-known key of every Azurite.
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly int[] _ports = FreePorts();
    private Process _process = null!;

    public string ConnectionString => Connection(_ports[0], _ports[1], _ports[2]);

    public static string Connection(int blob, int queue, int table) => string.Create(
        CultureInfo.InvariantCulture,
        $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={Key};"
        + $"BlobEndpoint=http://127.0.0.1:{blob}/devstoreaccount1;QueueEndpoint=http://127.0.0.1:{queue}/devstoreaccount1;"
        + $"TableEndpoint=http://127.0.0.1:{table}/devstoreaccount1;");

    public async Task InitializeAsync()
    {
        Assert.True(File.Exists(Paths.Azurite), "Azurite is missing: npm ci --prefix tools");
        var ports = _ports.Select(port => port.ToString(CultureInfo.InvariantCulture)).ToArray();
        _process = Process.Start(new ProcessStartInfo("node",
        [
            Paths.Azurite, "--silent", "--inMemoryPersistence", "--skipApiVersionCheck", "--disableTelemetry",
            "--blobPort", ports[0], "--queuePort", ports[1], "--tablePort", ports[2],
        ]))!;
        foreach (var port in _ports)
        {
            await Eventually.TrueAsync(() => IsOpenAsync(port), () => "Azurite should listen");
        }
    }

    public async Task DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static int[] FreePorts()
    {
        var listeners = Enumerable.Range(0, 3).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        listeners.ForEach(listener => listener.Dispose());
        return ports;
    }

    private static async Task<bool> IsOpenAsync(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
