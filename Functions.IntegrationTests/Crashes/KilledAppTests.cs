using Functions.IntegrationTests.Cluster;
using Functions.IntegrationTests.EndToEnd;
using Functions.SimulatedCluster.Faults;
using Stores.Core;

namespace Functions.IntegrationTests.Crashes;

/// <summary>
/// The app is killed before, during and after what each step does in the cluster, and started again: every operation comes to its end, no
/// slot stays taken and nothing is left behind.
/// </summary>
[Collection(ClusterCollection.Name)]
[Trait("Category", ClusterCollection.Category)]
[Trait("Node", "Simulated")]
public sealed class KilledAppTests(TestCluster cluster) : IDisposable
{
    private const string Provision = nameof(Provision);
    private const string Delete = nameof(Delete);
    private const string Undo = nameof(Undo);

    private readonly TempFolder _folder = new();

    public static TheoryData<Moment> MomentsOfALife => ExhaustiveTheoryAttribute.Wanted
        ? new(Enum.GetValues<Moment>())
        : new(Moment.During);

    public static TheoryData<string, string, Moment, bool> Everywhere
    {
        get
        {
            var cases = new TheoryData<string, string, Moment, bool>();
            foreach (var operation in new[] { Provision, Delete, Undo })
            {
                foreach (var point in PointsOf(operation))
                {
                    foreach (var moment in Enum.GetValues<Moment>())
                    {
                        cases.Add(operation, point.Step, moment, false);
                        if (point.IsHelms)
                        {
                            cases.Add(operation, point.Step, moment, true);
                        }
                    }
                }
            }

            return cases;
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(MomentsOfALife))]
    public async Task Killed_in_every_step_of_a_stores_life_it_makes_the_store_and_removes_it_without_a_trace(Moment moment)
    {
        var name = TestCluster.UniqueName("life");
        await using var mortal = await MortalApp.StartAsync(cluster, _folder.Path);

        await mortal.DieAtEachAsync(name, app => app.CreateAsync(name), CrashPoint.Making, moment, HelmInstallsOn);
        await AssertBecomesAsync(mortal.App, name, "Ready");

        await mortal.DieAtEachAsync(name, app => app.DeleteAsync(name), CrashPoint.Removing, moment, HelmInstallsOn);
        await AssertGoneAsync(mortal.App, name);
    }

    [ExhaustiveTheory]
    [MemberData(nameof(Everywhere))]
    public async Task Killed_there_once_it_comes_to_the_operations_end(string operation, string step, Moment moment, bool helmSurvives)
    {
        var name = TestCluster.UniqueName("killed");
        IReadOnlyList<CrashPoint> there = [PointsOf(operation).Single(point => point.Step == step)];
        await using var mortal = await MortalApp.StartAsync(cluster, _folder.Path);

        switch (operation)
        {
            case Provision:
                await mortal.DieAtEachAsync(name, app => app.CreateAsync(name), there, moment, _ => helmSurvives);
                await AssertBecomesAsync(mortal.App, name, "Ready");
                await mortal.App.DeleteAsync(name);
                break;
            case Undo:
                cluster.Node.Faults.Add(new FaultRule(Fault.ImagePullBackOff) { Namespace = $"store-{name}", NamePrefix = "database-" });
                await mortal.DieAtEachAsync(name, app => app.CreateAsync(name), there, moment, _ => helmSurvives);
                var failed = await AssertBecomesAsync(mortal.App, name, "Failed");
                Assert.Equal("ImagePullBackOff", failed.GetProperty("failure").GetProperty("reason").GetString());
                Assert.Empty(failed.GetProperty("failure").GetProperty("leftovers").EnumerateArray());
                await Traces.AssertNoneAsync(cluster.Admin, name);
                await mortal.App.DeleteAsync(name);
                break;
            default:
                await mortal.App.CreateAsync(name);
                await mortal.App.WaitForPhaseAsync(name, "Ready", "Failed");
                await mortal.DieAtEachAsync(name, app => app.DeleteAsync(name), there, moment, _ => helmSurvives);
                break;
        }

        await AssertGoneAsync(mortal.App, name);
    }

    // One that was killed is waited for as long as it could live: for the exhaustive tests.
    private static bool HelmInstallsOn(CrashPoint point) => point.Step == ActivityNames.InstallRelease;

    private static IReadOnlyList<CrashPoint> PointsOf(string operation) => operation == Provision ? CrashPoint.Making : CrashPoint.Removing;

    private static async Task<System.Text.Json.JsonElement> AssertBecomesAsync(StoreApp app, string name, string phase)
    {
        var store = await app.WaitForPhaseAsync(name, "Ready", "Failed");
        Assert.True(store.GetProperty("phase").GetString() == phase, $"{store}\n{app.Output}");
        await AssertSlotsAreFreeAsync(app);
        return store;
    }

    private static async Task AssertSlotsAreFreeAsync(StoreApp app)
    {
        var queue = await app.Http.GetFromJsonAsync("/api/queue");
        Assert.Empty(queue.GetProperty("provisioning").EnumerateArray());
        Assert.Empty(queue.GetProperty("waiting").EnumerateArray());
    }

    private async Task AssertGoneAsync(StoreApp app, string name)
    {
        await app.WaitForAbsenceAsync(name);
        await AssertSlotsAreFreeAsync(app);
        await Traces.AssertNoneAsync(cluster.Admin, name);
    }
}
