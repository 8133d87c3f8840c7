using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Functions.IntegrationTests.Chart;

/// <summary>
/// The chart's page cache in a real PHP, with as much of WordPress and its database around it as it asks: a page that counts how often it
/// was made.
/// </summary>
internal sealed class CachedShop : IAsyncDisposable
{
    // Read into a namespace, where a function of the test's comes before PHP's own: the database's client, for one.
    private const string WordPress = """
        <?php
        namespace Shop;
        function state() { return json_decode(file_get_contents(getenv('STATE')), true); }
        function mysqli_report() {}
        function mysqli_init() {
            return new class {
                function options() {}
                function real_connect($host, $user, $password, $name, $port) {
                    return "$host:$port" === 'database:3306' && !state()['down'];
                }
                function query($sql) { return str_contains($sql, "wp_options WHERE option_name = 'store_pages'") ? $this : false; }
                function fetch_column() { return state()['change'] ?? false; }
                function close() {}
            };
        }
        function did_action() { return !state()['died']; }
        function is_user_logged_in() { return state()['loggedIn']; }
        function is_404() { return false; }
        function is_search() { return state()['search']; }
        function is_preview() { return false; }
        function is_customize_preview() { return false; }
        function get_option() { return state()['address']; }
        const MYSQLI_REPORT_OFF = 0;
        const MYSQLI_OPT_CONNECT_TIMEOUT = 0;
        const DB_HOST = 'database:3306';
        const DB_USER = 'wordpress';
        const DB_PASSWORD = 'secret';
        const DB_NAME = 'wordpress';
        define('Shop\WP_HOME', 'http://' . $_SERVER['HTTP_HOST']);
        $table_prefix = 'wp_';
        $_SERVER['SCRIPT_NAME'] = str_starts_with($_SERVER['REQUEST_URI'], '/wp-login.php') ? '/wp-login.php' : '/index.php';
        eval('namespace Shop;' . substr(file_get_contents(getenv('DROP_IN')), 5));
        $count = (int) @file_get_contents(getenv('COUNT')) + 1;
        file_put_contents(getenv('COUNT'), $count);
        $state = state();
        $state['donotcachepage'] && define('DONOTCACHEPAGE', true);
        header('Link: <http://shop/?p=1>; rel=shortlink');
        array_map(fn($line) => header($line, false), $state['headers']);
        http_response_code($state['status']);
        echo "<html><body>", str_repeat('made ', 200), "for the $count. time";
        if ($state['becomes']) {
            $state['change'] = $state['becomes'];
            file_put_contents(getenv('STATE'), json_encode($state));
        }
        $state['flushed'] && ob_flush();
        echo $state['cut'] ? '' : '</body></html>';
        """;

    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false });
    private Process? _process;
    private Uri _address = null!;

    /// <summary>What its pages and its database are like.</summary>
    public JsonObject State { get; } = JsonNode.Parse(
        """
        {"change": "00000000000000a1", "becomes": null, "down": false, "died": false, "loggedIn": false, "search": false, "address": "base",
         "headers": [], "status": 200, "donotcachepage": false, "flushed": false, "cut": false}
        """)!.AsObject();

    /// <summary>Where it keeps pages.</summary>
    public string Pages => Path.Combine(_folder.Path, "pages");

    /// <summary>How often a page was made.</summary>
    public int Made => File.Exists(CountFile) ? int.Parse(File.ReadAllText(CountFile), CultureInfo.InvariantCulture) : 0;

    private string CountFile => Path.Combine(_folder.Path, "count");

    private string StateFile => Path.Combine(_folder.Path, "state.json");

    public async Task StartAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "router.php"), WordPress);
        await SayAsync();
        // It cannot choose a port itself, and one that was free may be taken in the meantime: then it ends, and another is tried.
        await Eventually.TrueAsync(TryStartAsync, () => "php should have found a port to listen on");
    }

    /// <summary>Puts <see cref="State"/> into force.</summary>
    public Task SayAsync() => File.WriteAllTextAsync(StateFile, State.ToJsonString());

    /// <summary>One request, and what the cache says of it.</summary>
    public async Task<(string Status, string Body, HttpResponseMessage Answer)> AskAsync(
        string path = "/product/mug/", HttpMethod? method = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, new Uri(_address, path));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (request.Headers.AcceptEncoding.Count == 0)
        {
            request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");
        }

        var answer = await _http.SendAsync(request);
        await using var raw = await answer.Content.ReadAsStreamAsync();
        var compressed = answer.Content.Headers.ContentEncoding.Contains("gzip");
        await using var plain = compressed ? new GZipStream(raw, CompressionMode.Decompress) : raw;
        using var reader = new StreamReader(plain);
        var status = answer.Headers.TryGetValues("Cache-Status", out var said) ? string.Join(", ", said) : "";
        return (status.Replace("store; ", "", StringComparison.Ordinal), await reader.ReadToEndAsync(), answer);
    }

    public async ValueTask DisposeAsync()
    {
        _process?.Kill(entireProcessTree: true);
        await (_process?.WaitForExitAsync() ?? Task.CompletedTask);
        _process?.Dispose();
        _http.Dispose();
        _folder.Dispose();
    }

    private async Task<bool> TryStartAsync()
    {
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            _address = new Uri($"http://{listener.LocalEndpoint}");
        }

        _process?.Dispose();
        // Without the machine's settings, whose extensions would bring a client of databases along.
        _process = Process.Start(new ProcessStartInfo("php", ["-n", "-S", _address.Authority, "router.php"])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment =
            {
                ["STORE_PAGES"] = Pages,
                ["STATE"] = StateFile,
                ["COUNT"] = CountFile,
                ["DROP_IN"] = Path.Combine(AppContext.BaseDirectory, "charts", "store", "files", "advanced-cache.php"),
            },
        })!;
        var listening = new TaskCompletionSource();
        _process.ErrorDataReceived += (_, line) => Look(line.Data);
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        await listening.Task;
        return !_process.HasExited;

        void Look(string? line)
        {
            // It has ended, or says one of two things.
            if (line is null || line.Contains("started", StringComparison.Ordinal) || line.Contains("Failed", StringComparison.Ordinal))
            {
                listening.TrySetResult();
            }
        }
    }
}
