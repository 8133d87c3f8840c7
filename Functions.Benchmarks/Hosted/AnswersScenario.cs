using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Functions.SimulatedCluster;
using Functions.IntegrationTests.Hosting;

namespace Functions.Benchmarks.Hosted;

/// <summary>How soon the app answers what waits for a decision, warm, on SQLite and on Azure Storage.</summary>
internal sealed class AnswersScenario : Scenario
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);

    public override string Name => "answers";

    public override async Task<IEnumerable<Figure>> RunAsync()
    {
        await using var cluster = await SimulatedClusterServer.StartAsync(
            new SimulatedClusterOptions { Folder = NewFolder() }, CancellationToken.None);
        await cluster.Node!.Joined;
        await using var azurite = await Azurite.StartAsync();
        return
        [
            .. await MeasureAsync("SQLite", cluster.KubeconfigPath, [], stores: 21, AtMost(100)),
            .. await MeasureAsync("Azurite", cluster.KubeconfigPath, azurite.Settings, stores: 11, AtMost(500)),
        ];
    }

    private static async Task<IEnumerable<Figure>> MeasureAsync(
        string where, string kubeconfig, IEnumerable<(string Key, string Value)> storage, int stores, Target target)
    {
        await using var app = await AppProcess.StartAsync(NewFolder(), kubeconfig, [.. AppSettings.Quick(s_interval), .. storage]);
        var (accepted, conflicts, absent) = (new List<TimeSpan>(), new List<TimeSpan>(), new List<TimeSpan>());
        // The first ones find everything uncompiled.
        for (var number = -3; number < stores; number++)
        {
            var name = $"{where}-{number + 3}".ToLowerInvariant();
            var post = await TimeAsync(HttpStatusCode.Accepted, app.Http.PostAsJsonAsync("/api/stores", new { name }));
            // The next request is to find the app at rest.
            await app.AwaitReadyAsync(name);
            var again = await TimeAsync(HttpStatusCode.Conflict, app.Http.PostAsJsonAsync("/api/stores", new { name }));
            var nobody = await TimeAsync(
                HttpStatusCode.NotFound, app.Http.DeleteAsync(new Uri($"/api/stores/nobody{number + 3}", UriKind.Relative)));
            if (number >= 0)
            {
                accepted.Add(post);
                conflicts.Add(again);
                absent.Add(nobody);
            }
        }

        return
        [
            new Figure($"POST of a new store answered 202, {where}, median of {stores}", Figure.Median(accepted), "ms", target),
            new Figure($"POST of a store that exists answered 409, {where}, median of {stores}", Figure.Median(conflicts), "ms"),
            new Figure($"DELETE of no store answered 404, {where}, median of {stores}", Figure.Median(absent), "ms"),
        ];
    }

    private static async Task<TimeSpan> TimeAsync(HttpStatusCode expected, Task<HttpResponseMessage> request)
    {
        var begun = Stopwatch.GetTimestamp();
        using var answer = await request;
        var taken = Stopwatch.GetElapsedTime(begun);
        Assert.True(
            answer.StatusCode == expected, $"{answer.StatusCode} instead of {expected}: {await answer.Content.ReadAsStringAsync()}");
        return taken;
    }
}
