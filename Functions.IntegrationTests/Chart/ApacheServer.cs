using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using k8s.Models;

namespace Functions.IntegrationTests.Chart;

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
    private Uri _own = null!;
    private Process? _process;

    /// <summary>Why it cannot run; null when it can.</summary>
    public static string? Missing => File.Exists(Binary) ? null : $"There is no Apache at {Binary}: install Debian's package apache2-bin.";

    /// <summary>The values that the chart is rendered with, as --set takes them.</summary>
    internal string Set { get; init; } = "";

    /// <summary>Variables of the pod's container.</summary>
    internal IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

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
        using var response = await _http.GetAsync(Of(_address, path));
        var body = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, response.IsSuccessStatusCode ? body : "");
    }

    /// <summary>The same by the port of the shop's own pods.</summary>
    internal async Task<HttpStatusCode> GetByOwnPortAsync(string path)
    {
        using var response = await _http.GetAsync(Of(_own, path));
        return response.StatusCode;
    }

    /// <summary>The headers of an answer, and those with "X-Seen-" that say what became of the request.</summary>
    internal async Task<ILookup<string, string>> AskAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Of(_address, path));
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var response = await _http.SendAsync(request);
        return response.Headers.Concat(response.Content.Headers)
            .SelectMany(header => header.Value, (header, value) => (header.Key, value))
            .ToLookup(header => header.Key, header => header.value);
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
        var (address, own) = (FindAddress(), FindAddress());
        var file = Path.Combine(_folder.Path, "apache2.conf");
        await File.WriteAllTextAsync(file, await ConfigureAsync(address, own));
        var start = new ProcessStartInfo(Binary, ["-D", "FOREGROUND", "-f", file])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        var output = new List<string>();
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, line) => output.Add(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        (_address, _own) = (new Uri($"http://{address}"), new Uri($"http://{own}"));
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

    // A path may begin with two slashes, and is no other server's name then.
    private static Uri Of(Uri address, string path) => new(address.AbsoluteUri.TrimEnd('/') + path);

    private static IPEndPoint FindAddress()
    {
        using var finder = new TcpListener(IPAddress.Loopback, 0);
        finder.Start();
        return (IPEndPoint)finder.LocalEndpoint;
    }

    private async Task<string> ConfigureAsync(IPEndPoint address, IPEndPoint own)
    {
        var files = (await RenderedChart.RenderAsync("local", Set)).Single<V1ConfigMap>("config").Data;
        var site = files["site.conf"]
            .Replace("/usr/src/wordpress", Root, StringComparison.Ordinal)
            .Replace("*:8080", $"{address}", StringComparison.Ordinal)
            .Replace("*:8081", $"{own}", StringComparison.Ordinal);
        string[] lines =
        [
            .. s_modules.Select(name => $"LoadModule {name}_module {ModuleFolder}/mod_{name}.so"),
            $"ServerRoot {_folder.Path}", $"DefaultRuntimeDir {_folder.Path}", $"PidFile {_folder.Path}/apache2.pid",
            $"Listen {address}", $"Listen {own}",
            "ErrorLog /dev/stderr", "User www-data", "Group www-data", "TypesConfig /etc/mime.types", "DirectoryIndex index.php index.html",
            "<Directory />", "AllowOverride None", "Require all denied", "</Directory>",
        ];
        string[] seen =
        [
            "Header always set X-Seen-Address expr=%{REMOTE_ADDR}", "Header always set X-Seen-Proto expr=%{HTTP:X-Forwarded-Proto}",
            "Header always set X-Seen-For expr=%{HTTP:X-Forwarded-For}%{HTTP:X-Real-IP}",
        ];
        return $"{string.Join('\n', lines)}\n{files["remoteip.conf"]}\n{site}\n{string.Join('\n', seen)}\n";
    }
}
