using Functions.Helm;
using Functions.Stores;

namespace Functions.Tests.Helm;

public sealed class HelmFailuresTests
{
    private static readonly StoreResources s_store = new(StoreName.Parse("demo"));

    [Theory]
    [InlineData("Error: kubernetes cluster unreachable: Get \"https://x/version\": dial tcp: connect: connection refused", "ClusterUnreachable", true)]
    [InlineData("Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress", "ClusterUnreachable", true)]
    [InlineData("Error: INSTALLATION FAILED: cannot re-use a name that is still in use", "ClusterUnreachable", true)]
    [InlineData("Error: something nobody foresaw", "HelmFailed", true)]
    [InlineData("Error: values don't meet the specifications of the schema(s) in the following chart(s):\nstore:\n- at '/plan': value must be one of", "InvalidValues", false)]
    [InlineData("Error: pods \"x\" is forbidden: exceeded quota: store, requested: pods=1", "QuotaExceeded", false)]
    [InlineData("Error: secrets is forbidden: User \"x\" cannot list resource \"secrets\"", "Forbidden", false)]
    [InlineData("Error: template: store/templates/web.yaml:1: unexpected", "InvalidChart", false)]
    public void Helms_last_words_are_classified(string said, string reason, bool transient)
    {
        var exception = HelmFailures.Classify(s_store, new HelmResult(1, "", $"level=WARN msg=something\n{said}\n"));

        Assert.Equal(reason, exception.Failure.Reason);
        Assert.Equal(transient, exception is TransientStoreFailureException);
        Assert.Contains("namespace store-demo", exception.Failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Failure.Message);
    }

    [Fact]
    public void A_run_that_was_ended_is_tried_again() =>
        Assert.IsType<TransientStoreFailureException>(HelmFailures.Classify(s_store, new HelmResult(null, "", "")));

    [Fact]
    public void No_more_than_three_revisions_are_kept() => Assert.All(
        [HelmCommand.UpgradeInstall(s_store, "/chart", [], new ReleaseMark("c0ffee", "abc")), HelmCommand.Rollback(s_store, 2)],
        command => Assert.Equal("3", command.Arguments.SkipWhile(argument => argument != "--history-max").Skip(1).First()));

    [Fact]
    public void Operands_come_after_the_dashes_and_values_only_from_files()
    {
        var arguments = HelmCommand.UpgradeInstall(s_store, "/chart", ["/a.yaml", "/b.json"], new ReleaseMark("c0ffee", "abc")).Arguments.ToList();

        Assert.Equal(["--", "demo", "/chart"], arguments.TakeLast(3));
        Assert.DoesNotContain(arguments, argument => argument.StartsWith("--set", StringComparison.Ordinal));
        Assert.Equal(["/a.yaml", "/b.json"], arguments.Where((_, index) => index > 0 && arguments[index - 1] == "--values"));
        Assert.Equal("serverless-stores/content=c0ffee,serverless-stores/operation=abc", arguments[arguments.IndexOf("--labels") + 1]);
        Assert.DoesNotContain(arguments, argument => argument.StartsWith("--wait", StringComparison.Ordinal));
    }
}
