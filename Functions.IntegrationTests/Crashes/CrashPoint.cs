using Functions.SimulatedCluster.Faults;
using Stores.Core;

namespace Functions.IntegrationTests.Crashes;

/// <summary>A step of an operation, by the requests that it makes.</summary>
/// <param name="Step">The activity's name.</param>
/// <param name="Begins">Its first request, before which nothing is done.</param>
/// <param name="Acts">The request in its middle.</param>
/// <param name="Ends">Its last request that changes something.</param>
internal sealed record CrashPoint(string Step, RequestPattern Begins, RequestPattern Acts, RequestPattern Ends)
{
    private const string Namespaces = "/api/v1/namespaces";
    private const string InStore = $"{Namespaces}/{{ns}}";
    private const string Workloads = "/apis/apps/v1/namespaces/{ns}";

    private const string Jobs = "/apis/batch/v1/namespaces/{ns}/jobs";

    private CrashPoint(string step, RequestPattern only)
        : this(step, only, only, only)
    {
    }

    /// <summary>The steps that make a store, in their order.</summary>
    public static IReadOnlyList<CrashPoint> Making { get; } =
    [
        new(ActivityNames.CreateNamespace, new RequestPattern("POST", Namespaces)),
        new(ActivityNames.EnsureCredentials, new RequestPattern("POST", $"{InStore}/secrets")),
        new(
            ActivityNames.InstallRelease,
            new("POST", $"{InStore}/secrets", ByHelm: true),
            new("PATCH", $"{Workloads}/statefulsets/database", ByHelm: true),
            new("(PUT|PATCH)", $"{InStore}/secrets/sh.helm.release.*", ByHelm: true)),
        new(ActivityNames.AwaitDatabase, new RequestPattern("GET", $"{Workloads}/statefulsets")),
        new(ActivityNames.AwaitWorkloads, new RequestPattern("GET", $"{Workloads}/deployments"))
        {
            KeptBy = ns => new FaultRule(Fault.NeverReady) { Namespace = ns, NamePrefix = "web-" },
        },
        new(ActivityNames.StartShopCheck, new RequestPattern("POST", Jobs)),
        new(ActivityNames.AwaitShopCheck, new RequestPattern("GET", $"{Jobs}/shop-check-.*")),
    ];

    /// <summary>The steps that remove one, and that undo what failed, in their order.</summary>
    public static IReadOnlyList<CrashPoint> Removing { get; } =
    [
        new(ActivityNames.InventoryStore, new RequestPattern("GET", $"{InStore}/services", Query: "(?!.*labelSelector).*")),
        new(
            ActivityNames.UninstallRelease,
            new("(PUT|PATCH)", $"{InStore}/secrets/sh.helm.release.*", ByHelm: true),
            new("DELETE", $"{Workloads}/statefulsets/database", ByHelm: true),
            new("DELETE", $"{InStore}/secrets/sh.helm.release.*", ByHelm: true)),
        new(ActivityNames.DeleteNamespace, new RequestPattern("DELETE", InStore)),
        new(ActivityNames.AwaitAbsence, new RequestPattern("GET", InStore))
        {
            KeptBy = ns => new FaultRule(Fault.NamespaceStuck) { NamePrefix = ns },
        },
    ];

    /// <summary>
    /// What keeps the step from ending until it is known by what the API shows, for its requests are those of the step before it too; null
    /// for a step whose requests are its own.
    /// </summary>
    public Func<string, FaultRule>? KeptBy { get; private init; }

    /// <summary>Whether helm does it.</summary>
    public bool IsHelms => Acts.ByHelm;

    public RequestPattern At(Moment moment) => moment switch
    {
        Moment.Before => Begins,
        Moment.During => Acts,
        _ => Ends,
    };
}
