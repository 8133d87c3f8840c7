using System.Text.Json;
using Stores.Core;
using Stores.Drift;
using Stores.Releases;

namespace Functions.Tests.Stores.Drift;

public sealed class DriftPolicyTests
{
    private const string Chart = "store-1.0.0";
    private static readonly StoreIdentity s_store = new(StoreName.Parse("demo"), 1, "tests");
    private static readonly DriftExpectations s_expectations = new(Chart, ["a", "b"], CredentialsAreInVault: false);

    [Fact]
    public void A_store_that_is_as_it_was_applied_has_not_drifted() => Assert.Empty(Find(Survey()));

    [Theory]
    [InlineData(NamespaceState.Missing, "NamespaceMissing")]
    [InlineData(NamespaceState.Foreign, "NamespaceNotOurs")]
    [InlineData(NamespaceState.Terminating, "NamespaceTerminating")]
    public void A_namespace_that_is_not_the_stores_is_the_operators_matter_and_the_only_one(NamespaceState state, string reason)
    {
        var drift = Assert.Single(Find(DriftObservation.Of(state)));

        Assert.Equal((reason, DriftRemedy.Operator), (drift.Reason, drift.Remedy));
        Assert.Equal(reason, RepairPlan.For([drift]).Hopeless!.Reason);
    }

    [Theory]
    [InlineData(null, "ReleaseMissing")]
    [InlineData("failed", "ReleaseFailed")]
    [InlineData("pending-upgrade", "ReleasePendingUpgrade")]
    [InlineData("pending-rollback", "ReleasePendingRollback")]
    [InlineData("uninstalling", "ReleaseUninstalling")]
    public void A_release_that_is_not_deployed_is_installed_again_and_nothing_is_compared_with_it(string? status, string reason)
    {
        var release = status is null ? null : new ReleaseRevision(2, ReleaseStatusWords.Parse(status)) { Chart = Chart };

        var drift = Assert.Single(Find(Survey() with { Release = release, Found = [] }));

        Assert.Equal((reason, DriftRemedy.Repair), (drift.Reason, drift.Remedy));
        Assert.Equal(new RepairPlan(null, false, ReleaseRemedy.Install), RepairPlan.For([drift]));
    }

    [Fact]
    public void An_older_chart_is_the_operators_matter()
    {
        var older = new ReleaseRevision(1, ReleaseStatus.Deployed) { Chart = "store-0.9.0" };
        var drift = Assert.Single(Find(Survey() with { Release = older }));

        Assert.Equal(("ChartOutdated", DriftRemedy.Operator), (drift.Reason, drift.Remedy));
        Assert.Contains("store-0.9.0", drift.Message, StringComparison.Ordinal);
        Assert.Equal(ReleaseRemedy.None, RepairPlan.For([drift]).Release);
    }

    [Theory]
    [InlineData(false, DriftRemedy.Operator, false)]
    [InlineData(true, DriftRemedy.Repair, true)]
    public void Lost_credentials_are_made_again_only_where_they_are_kept(bool kept, DriftRemedy remedy, bool restored)
    {
        var drift = Assert.Single(
            DriftPolicy.Find(s_store, Survey() with { CredentialKeys = null }, s_expectations with { CredentialsAreInVault = kept }));

        Assert.Equal(("CredentialsMissing", remedy), (drift.Reason, drift.Remedy));
        Assert.Equal(new RepairPlan(null, restored, ReleaseRemedy.None), RepairPlan.For([drift]));
    }

    [Fact]
    public void Credentials_without_a_key_are_the_operators_matter()
    {
        var drift = Assert.Single(Find(Survey() with { CredentialKeys = ["a"] }));

        Assert.Equal(("CredentialsIncomplete", DriftRemedy.Operator), (drift.Reason, drift.Remedy));
        Assert.Contains("no b", drift.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_workload_that_is_not_ready_is_waited_for()
    {
        var drift = Assert.Single(Find(Survey() with { Workloads = [new("Deployment", "web", "", 2, 1)] }));

        Assert.Equal(("Deployment web", "WorkloadNotReady", DriftRemedy.Wait), (drift.Subject, drift.Reason, drift.Remedy));
        Assert.Equal("Deployment web has 1 of 2 ready.", drift.Message);
        Assert.Equal(new RepairPlan(null, false, ReleaseRemedy.None), RepairPlan.For([drift]));
    }

    [Theory]
    // Changed, missing and longer than it was.
    [InlineData("Deployment", """{"spec":{"replicas":1}}""", """{"spec":{"replicas":0}}""", "spec.replicas was changed")]
    [InlineData("Deployment", """{"spec":{"replicas":1}}""", """{"spec":{}}""", "spec.replicas was changed")]
    [InlineData(
        "Service", """{"spec":{"ports":[{"port":80}]}}""", """{"spec":{"ports":[{"port":80},{"port":81}]}}""", "spec.ports was changed")]
    [InlineData("Service", """{"spec":{"ports":[{"port":80}]}}""", """{"spec":{"ports":[{"port":81}]}}""", "spec.ports.0.port was changed")]
    [InlineData("ConfigMap", """{"data":{"a":"1"}}""", """{"data":{"a":"2"}}""", "data.a was changed")]
    [InlineData("Service", """{"metadata":{"labels":{"helm.sh/chart":"x"}}}""", """{"metadata":{}}""", "metadata.labels was changed")]
    [InlineData(
        "StatefulSet",
        """{"spec":{"template":{"spec":{"containers":[{"image":"a"}]}}}}""",
        """{"spec":{"template":{"spec":{"containers":[{"image":"b"}]}}}}""",
        "spec.template.spec.containers.0.image was changed")]
    [InlineData(
        "Deployment",
        """{"spec":{"env":[{"name":"A","value":"1"},{"name":"B","value":"2"}]}}""",
        """{"spec":{"env":[{"name":"B","value":"3"},{"name":"A","value":"1"}]}}""",
        "spec.env.1.value was changed")]
    // The order of these is when they run.
    [InlineData(
        "Deployment",
        """{"spec":{"initContainers":[{"name":"a"},{"name":"b"}]}}""",
        """{"spec":{"initContainers":[{"name":"b"},{"name":"a"}]}}""",
        "spec.initContainers.0.name was changed, spec.initContainers.1.name was changed")]
    [InlineData(
        "Deployment", """{"spec":{"args":["a","b"]}}""", """{"spec":{"args":["b","a"]}}""",
        "spec.args.0 was changed, spec.args.1 was changed")]
    // What is added matters where it opens or bounds something.
    [InlineData(
        "NetworkPolicy", """{"spec":{"podSelector":{}}}""", """{"spec":{"podSelector":{"matchLabels":{"a":"b"}}}}""",
        "spec.podSelector.matchLabels was added")]
    [InlineData(
        "NetworkPolicy", """{"spec":{"podSelector":{}}}""", """{"spec":{"podSelector":{},"egress":[{"to":[]}]}}""",
        "spec.egress was added")]
    [InlineData(
        "ResourceQuota", """{"spec":{"hard":{"pods":"6"}}}""", """{"spec":{"hard":{"pods":"6","secrets":"1"}}}""",
        "spec.hard.secrets was added")]
    public void What_was_changed_is_named_and_put_back(string kind, string expected, string found, string what)
    {
        var drift = Assert.Single(Find(Of(kind, expected, found)));

        Assert.Equal(($"{kind} x", $"{kind}Changed", DriftRemedy.Repair), (drift.Subject, drift.Reason, drift.Remedy));
        Assert.Equal($"{kind} x is not as it was applied: {what}.", drift.Message);
        Assert.Equal(ReleaseRemedy.Reapply, RepairPlan.For([drift]).Release);
    }

    [Theory]
    // The API server fills in defaults, leaves out what is empty and writes quantities in a form of its own.
    [InlineData(
        "Deployment",
        """{"spec":{"replicas":1}}""",
        """{"metadata":{"uid":"u"},"spec":{"replicas":1,"revisionHistoryLimit":10},"status":{"replicas":0}}""")]
    [InlineData(
        "Deployment", """{"spec":{"env":[{"name":"A","value":""}],"paused":false,"minReadySeconds":0,"tolerations":[]}}""",
        """{"spec":{"env":[{"name":"A"}]}}""")]
    [InlineData(
        "Deployment", """{"spec":{"cpu":"1000m","memory":"1024Mi","size":"1Gi"}}""",
        """{"spec":{"cpu":"1","memory":"1Gi","size":"1073741824"}}""")]
    [InlineData(
        "ResourceQuota", """{"spec":{"hard":{"cpu":"0.5"}}}""", """{"spec":{"hard":{"cpu":"500m"}},"status":{"hard":{"cpu":"500m"}}}""")]
    [InlineData(
        "NetworkPolicy",
        """{"metadata":{"labels":{"a":"b"}},"spec":{"podSelector":{}}}""",
        """{"metadata":{"labels":{"a":"b","c":"d"}},"spec":{"podSelector":{}}}""")]
    [InlineData(
        "NetworkPolicy",
        """{"metadata":{"name":"x"}}""",
        """{"metadata":{"name":"x","annotations":{"meta.helm.sh/release-name":"demo"}}}""")]
    [InlineData("ConfigMap", """{"data":{"a":"1"}}""", """{"data":{"a":"1","b":"2"}}""")]
    // API servers before 1.29 put what an upgrade adds to a list at its end.
    [InlineData(
        "Deployment",
        """{"spec":{"env":[{"name":"A","value":"1"},{"name":"B","value":"2"},{"name":"C","value":""}]}}""",
        """{"spec":{"env":[{"name":"C"},{"name":"A","value":"1"},{"name":"B","value":"2"}]}}""")]
    [InlineData(
        "Deployment",
        """{"spec":{"volumeMounts":[{"name":"v","mountPath":"/a"},{"name":"v","mountPath":"/b"}]}}""",
        """{"spec":{"volumeMounts":[{"name":"v","mountPath":"/b"},{"name":"v","mountPath":"/a"}]}}""")]
    public void What_means_the_same_has_not_drifted(string kind, string expected, string found) =>
        Assert.Empty(Find(Of(kind, expected, found)));

    [Fact]
    public void What_is_gone_is_named_and_what_is_there_besides_is_nobodys_matter()
    {
        var survey = Survey() with
        {
            Expected = [Object("NetworkPolicy", "deny-all", "{}"), Object("Service", "web", "{}")],
            Found = [Object("Service", "web", "{}"), Object("Service", "other", "{}")],
        };

        var drift = Assert.Single(Find(survey));
        Assert.Equal(
            ("NetworkPolicyMissing", "NetworkPolicy deny-all is gone.", DriftRemedy.Repair), (drift.Reason, drift.Message, drift.Remedy));
    }

    [Fact]
    public void Of_many_changes_the_first_are_named()
    {
        var drift = Assert.Single(Find(Of("Service", """{"spec":{"a":1,"b":1,"c":1,"d":1,"e":1}}""", """{"spec":{}}""")));

        Assert.EndsWith("spec.a was changed, spec.b was changed, spec.c was changed, and 2 more.", drift.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Additions_are_found_by_their_pointer()
    {
        var survey = Of(
            "ResourceQuota", """{"spec":{"hard":{"pods":"6"}}}""", """{"spec":{"hard":{"pods":"7","count/jobs.batch":"1","a~b":"1"}}}""");

        Assert.Equal(
            ["/spec/hard/count~1jobs.batch", "/spec/hard/a~0b"], DriftPolicy.FindAdditions(survey).Select(addition => addition.JsonPath));
    }

    [Theory]
    [InlineData("100m", "0.1", true)]
    [InlineData("1k", "1000", true)]
    [InlineData("1Ki", "1024", true)]
    [InlineData("2e3", "2k", true)]
    [InlineData("1E3", "1000", true)]
    [InlineData("1E", "1000P", true)]
    [InlineData("-1.50", "-1500m", true)]
    [InlineData("1Ki", "1k", false)]
    [InlineData("1", "01x", false)]
    [InlineData("a", "a", false)]
    [InlineData("1e99", "1e98", false)]
    public void Quantities_are_compared_by_their_amount(string one, string other, bool same) =>
        Assert.Equal(same, Quantity.Same(one, other));

    private static IReadOnlyList<StoreDrift> Find(DriftObservation survey) => DriftPolicy.Find(s_store, survey, s_expectations);

    private static DriftObservation Survey() => new(
        NamespaceState.Ours, new ReleaseRevision(1, ReleaseStatus.Deployed) { Chart = Chart }, [], [], ["a", "b"], []);

    private static DriftObservation Of(string kind, string expected, string found) =>
        Survey() with { Expected = [Object(kind, "x", expected)], Found = [Object(kind, "x", found)] };

    private static ClusterObject Object(string kind, string name, string content) => new(kind, name, JsonElement.Parse(content));
}
