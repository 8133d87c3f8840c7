using System.Diagnostics;
using Functions.SimulatedCluster;
using Functions.IntegrationTests.Hosting;

namespace Functions.Benchmarks.Hosted;

/// <summary>
/// From the start of the host to the app's first answer, and what host and worker then have in memory, beside an app of one function on the
/// same host.
/// </summary>
/// <param name="against">Earlier builds of the app to start in turns with it.</param>
/// <param name="builds">Makes them.</param>
internal sealed class StartUpScenario(IReadOnlyList<string> against, EarlierBuilds builds) : Scenario
{
    private const int Rounds = 9;
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(10);

    public override string Name => "start-up";

    public override async Task<IEnumerable<Figure>> RunAsync()
    {
        await using var cluster = await SimulatedClusterServer.StartAsync(
            new SimulatedClusterOptions { Folder = NewFolder() }, CancellationToken.None);
        await cluster.Node!.Joined;
        var now = ProgramFolders.Current;
        var empty = new Subject(now.LocalHost, now.EmptyApp, "/api/hello");
        var app = App(now);
        var earlier = new List<(string Commit, Subject Subject)>();
        foreach (var commit in against)
        {
            earlier.Add((commit, App(await builds.AtAsync(commit))));
        }

        List<Subject> all = [empty, app, .. earlier.Select(build => build.Subject)];
        // The first one reads everything from the disk.
        for (var round = -1; round < Rounds; round++)
        {
            foreach (var subject in all)
            {
                await StartAsync(subject, cluster.KubeconfigPath, round >= 0);
            }
        }

        return
        [
            new Figure($"Start to first answer, an empty app, median of {Rounds}", empty.Start, "ms"),
            new Figure($"Start to first answer, the app, median of {Rounds}", app.Start, "ms", AtMost(3000)),
            new Figure("Start to first answer, the app / an empty app", app.Start / empty.Start, "", AtMost(1.5)),
            new Figure("Host and worker idle, resident, an empty app", empty.Resident, "MiB"),
            new Figure("Host and worker idle, resident, the app", app.Resident, "MiB"),
            new Figure("Host and worker idle, resident, the app / an empty app", app.Resident / empty.Resident, "", AtMost(1.3)),
            new Figure("Host and worker idle, proportional, the app / an empty app", app.Proportional / empty.Proportional, ""),
            .. earlier.SelectMany(build => Compare(build.Commit, build.Subject, app)),
        ];
    }

    private static Subject App(ProgramFolders programs) => new(programs.LocalHost, programs.Functions, "/api/stores");

    private static IEnumerable<Figure> Compare(string commit, Subject earlier, Subject app) =>
    [
        new Figure($"Start to first answer, the app at {commit}", earlier.Start, "ms"),
        new Figure($"Start to first answer, the app / the app at {commit}", app.Start / earlier.Start, ""),
        new Figure($"Host and worker idle, resident, the app / the app at {commit}", app.Resident / earlier.Resident, ""),
    ];

    private static async Task StartAsync(Subject subject, string kubeconfig, bool counts)
    {
        var begun = Stopwatch.GetTimestamp();
        await using var host = await HostProcess.StartAsync(
            subject.Host, subject.App, NewFolder(), [("Kubernetes__Kubeconfig", kubeconfig)]);
        await FirstAnswer.AwaitAsync(host, subject.Path);
        var taken = Stopwatch.GetElapsedTime(begun);
        if (!counts)
        {
            return;
        }

        subject.Starts.Add(taken);
        if (subject.Memory.Count < Rounds / 3)
        {
            await Task.Delay(s_idle);
            subject.Memory.Add(
                ProcessMemory.Of(host.Id, host.WorkerId ?? throw new InvalidOperationException($"The worker is gone:\n{host.Output}")));
        }
    }

    private sealed record Subject(string Host, string App, string Path)
    {
        public List<TimeSpan> Starts { get; } = [];

        public List<ProcessMemory> Memory { get; } = [];

        public double Start => Figure.Median(Starts);

        public double Resident => Figure.Median(Memory.Select(memory => memory.Resident));

        public double Proportional => Figure.Median(Memory.Select(memory => memory.Proportional));
    }
}
