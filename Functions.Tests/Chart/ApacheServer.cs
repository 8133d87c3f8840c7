using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using k8s.Models;

namespace Functions.Tests.Chart;

/// <summary>A real Apache with the modules of the shop's image and the chart's site, on a folder of files in WordPress' place.</summary>
public sealed class ApacheServer : IAsyncLifetime, IDisposable
{
    private const string Binary = "/usr/sbin/apache2";
    private const string ModuleFolder = "/usr/lib/apache2/modules";

    // Those that Debian's package and the image enable; PHP is not needed to see what is refused.
    private static readonly string[] s_modules =
    [
        "mpm_prefork", "access_compat", "alias", "auth_basic", "authn_core", "authn_file", "authz_core", "authz_host", "authz_user",
        "autoindex", "deflate", "dir", "env", "expires", "filter", "mime", "negotiation", "remoteip", "reqtimeout", "rewrite", "setenvif",
        "status",
    ];

    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = new();
    private Uri _address = null!;
    private Process? _process;

    /// <summary>Why it cannot run; null when it can.</summary>
    public static string? Missing => File.Exists(Binary) ? null : $"There is no Apache at {Binary}: install Debian's package apache2-bin.";

    private string Root => Path.Combine(_folder.Path, "wordpress");

    public async Task InitializeAsync()
    {
        if (Missing is not null)
        {
            return;
        }

        // As root its processes are somebody else's, as in the image.
        File.SetUnixFileMode(_folder.Path, File.GetUnixFileMode(_folder.Path) | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        Write("index.php", "front page");
        await Eventually.TrueAsync(TryStartAsync, () => "Apache should have found a port to listen on");
    }

    /// <summary>Writes a file below WordPress' folder.</summary>
    internal void Write(string path, string text)
    {
        var file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    /// <summary>Removes a file below WordPress' folder, if it is there.</summary>
    internal void Remove(string path) => File.Delete(Path.Combine(Root, path));

    /// <summary>The answer's status, and its body where that is 200.</summary>
    internal async Task<(HttpStatusCode Status, string Body)> GetAsync(string path)
    {
        using var response = await _http.GetAsync(new Uri(_address, path));
        var body = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, response.IsSuccessStatusCode ? body : "");
    }

    public async Task DisposeAsync()
    {
        _process?.Kill(entireProcessTree: true);
        await (_process?.WaitForExitAsync() ?? Task.CompletedTask);
    }

    public void Dispose()
    {
        _process?.Dispose();
        _http.Dispose();
        _folder.Dispose();
    }

    // It cannot choose a port itself, and one that was free may be taken in the meantime: then it ends, and another is tried.
    private async Task<bool> TryStartAsync()
    {
        using var finder = new TcpListener(IPAddress.Loopback, 0);
        finder.Start();
        var address = (IPEndPoint)finder.LocalEndpoint;
        finder.Stop();
        var file = Path.Combine(_folder.Path, "apache2.conf");
        await File.WriteAllTextAsync(file, await ConfigureAsync(address));
        _process = Process.Start(new ProcessStartInfo(Binary, ["-D", "FOREGROUND", "-f", file])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = new List<string>();
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, line) => output.Add(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _address = new Uri($"http://{address}");
        await Eventually.TrueAsync(async () => _process.HasExited || await AnswersAsync(), () => string.Join('\n', output));
        return !_process.HasExited;
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            return (await GetAsync("/")).Status == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<string> ConfigureAsync(IPEndPoint address)
    {
        var chart = await RenderedChart.RenderAsync("local");
        var site = chart.Single<V1ConfigMap>("config").Data["site.conf"]
            .Replace("/usr/src/wordpress", Root, StringComparison.Ordinal)
            .Replace("*:8080", $"{address}", StringComparison.Ordinal);
        string[] lines =
        [
            .. s_modules.Select(name => $"LoadModule {name}_module {ModuleFolder}/mod_{name}.so"),
            $"ServerRoot {_folder.Path}", $"DefaultRuntimeDir {_folder.Path}", $"PidFile {_folder.Path}/apache2.pid", $"Listen {address}",
            "ErrorLog /dev/stderr", "User www-data", "Group www-data", "TypesConfig /etc/mime.types", "DirectoryIndex index.php index.html",
            "<Directory />", "AllowOverride None", "Require all denied", "</Directory>",
        ];
        return $"{string.Join('\n', lines)}\n{site}";
    }
}
