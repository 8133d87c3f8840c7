using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Functions.IntegrationTests.Cluster;
using Functions.SimulatedCluster.Faults;
using k8s;
using k8s.Autorest;
using Stores.Core;

namespace Functions.IntegrationTests.EndToEnd;

/// <summary>
/// The generated passwords and administrators' names are nowhere but in the store's Secret: not in the app's files, its log, its helm's
/// command lines and environments, or its answers.
/// </summary>
[Collection(UpkeepCollection.Name)]
[Trait("Category", ClusterCollection.Category)]
[Trait("Node", "Simulated")]
public sealed class SecretsNowhereTests(TestCluster cluster) : IDisposable
{
    private static readonly string[] s_outcomes = ["good", "bad", "stop"];

    private readonly TempFolder _folder = new();
    private readonly ConcurrentDictionary<string, string> _answers = new();
    private readonly ConcurrentDictionary<string, string> _processes = new();
    private readonly ConcurrentDictionary<string, byte> _passwords = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task No_password_and_no_administrators_name_is_in_files_logs_processes_or_answers()
    {
        var names = s_outcomes.ToDictionary(outcome => outcome, TestCluster.UniqueName);
        cluster.Node.Faults.Add(new FaultRule(Fault.ImagePullBackOff) { Namespace = $"store-{names["bad"]}", NamePrefix = "database-" });
        cluster.Node.Faults.Add(new FaultRule(Fault.NeverReady) { Namespace = $"store-{names["stop"]}", NamePrefix = "web-" });
        await using var app = await StoreApp.StartAsync(_folder.Path, cluster, ("Operations__Slots", "3"));
        using var end = new CancellationTokenSource();
        var watching = Task.WhenAll(
            Task.Run(() => WatchProcessesAsync(names.Values, end.Token)),
            WatchSecretsAsync(names.Values, end.Token),
            WatchAnswersAsync(app, names.Values, end.Token));

        await Task.WhenAll(names.Values.Select(app.CreateAsync));
        await Eventually.TrueAsync(async () => await StepOf(app, names["stop"]) == "AwaitWorkloads", () => app.Output);
        await app.AskAsync(names["stop"], "cancel", HttpStatusCode.Accepted);
        await app.WaitForPhaseAsync(names["good"], "Ready");
        await Task.WhenAll(app.WaitForPhaseAsync(names["bad"], "Failed"), app.WaitForPhaseAsync(names["stop"], "Failed"));
        await Task.WhenAll(names.Values.Select(app.DeleteAsync));
        await Task.WhenAll(names.Values.Select(app.WaitForAbsenceAsync));
        await end.CancelAsync();
        await watching;

        Assert.Equal(12, _passwords.Count);
        var places = new Dictionary<string, string>
        {
            ["files"] = string.Join(
                '\n',
                Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories)
                    .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Select(Read)),
            ["log"] = app.Output,
            ["processes"] = string.Join('\n', _processes.Keys),
            ["answers"] = string.Join('\n', _answers.Keys),
        };
        foreach (var (place, text) in places)
        {
            // What is looked through is what was written of these stores, and a password in it would be found.
            Assert.All(names.Values, name => Assert.Contains($"store-{name}", text, StringComparison.Ordinal));
            var canary = _passwords.Keys.First();
            Assert.All(Forms(canary), form => Assert.Equal(canary, FindPassword($"{text}{form}")));
            Assert.True(FindPassword(text) is null, $"a password or a name is in the {place}");
        }
    }

    private string? FindPassword(string text) =>
        _passwords.Keys.FirstOrDefault(password => Forms(password).Any(form => text.Contains(form, StringComparison.Ordinal)));

    // As it is, as a Secret's data, and as UTF-16 read byte by byte.
    private static string[] Forms(string password) =>
        [
            password,
            Convert.ToBase64String(Encoding.UTF8.GetBytes(password)),
            Encoding.Latin1.GetString(Encoding.Unicode.GetBytes(password)),
        ];

    private static async Task<string?> StepOf(StoreApp app, string name) => (await app.GetAsync(name))?.GetProperty("step").GetString();

    private async Task WatchSecretsAsync(IReadOnlyCollection<string> names, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            foreach (var name in names)
            {
                try
                {
                    var secret = await cluster.Admin.CoreV1.ReadNamespacedSecretAsync(
                        StoreResources.CredentialsSecret, $"store-{name}", cancellationToken: CancellationToken.None);
                    foreach (var value in secret.Data.Values)
                    {
                        _passwords[Encoding.UTF8.GetString(value)] = 1;
                    }
                }
                catch (HttpOperationException exception) when (exception.Response.StatusCode == HttpStatusCode.NotFound)
                {
                    // Not made yet, or gone.
                }
            }

            await Task.Delay(20, CancellationToken.None);
        }
    }

    private async Task WatchAnswersAsync(StoreApp app, IReadOnlyCollection<string> names, CancellationToken end)
    {
        var paths = names.Select(name => $"/api/stores/{name}").Concat(["/api/stores", "/api/queue"]).ToList();
        while (!end.IsCancellationRequested)
        {
            foreach (var path in paths)
            {
                using var response = await app.Http.GetAsync(new Uri(path, UriKind.Relative), CancellationToken.None);
                _answers[$"{string.Join('\n', response.Headers)}\n{await response.Content.ReadAsStringAsync(CancellationToken.None)}"] = "";
            }

            await Task.Delay(50, CancellationToken.None);
        }
    }

    // helm's own and those of every other process: whoever may look at processes may look at all of them.
    private async Task WatchProcessesAsync(IEnumerable<string> names, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            foreach (var process in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
            {
                var said = Try(Path.Combine(process, "cmdline"));
                if (names.Any(name => said.Contains($"store-{name}", StringComparison.Ordinal)))
                {
                    _processes[$"{said}\n{Try(Path.Combine(process, "environ"))}"] = "";
                }
            }

            await Task.Delay(10, CancellationToken.None);
        }
    }

    private static string Try(string file)
    {
        try
        {
            return Read(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return reader.ReadToEnd();
    }
}
