using Functions.Helm;
using Stores.Core;
using Stores.Releases;

namespace Functions.Tests.Helm;

public sealed class HelmFailuresTests
{
    private static readonly StoreResources s_store = new(StoreName.Parse("demo"));

    public static TheoryData<HelmWords> Words { get; } = new(HelmWords.All);

    [Theory]
    [MemberData(nameof(Words))]
    public void Helms_last_words_are_classified(HelmWords words)
    {
        var exception = HelmWords.Classify("demo", words.Said);

        Assert.Equal((words.Reason, words.Transient), (exception.Failure.Reason, exception is TransientStoreFailureException));
        Assert.StartsWith("release demo in namespace store-demo: Error: ", exception.Failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Failure.Message);
    }

    [Theory]
    [InlineData("geoffs")]
    [InlineData("forbidden-planet")]
    [InlineData("schema-books")]
    [InlineData("lamp")]
    [InlineData("eof")]
    [InlineData("unauthorized")]
    [InlineData("template")]
    [InlineData("yaml")]
    [InlineData("etcdserver")]
    [InlineData("is")]
    [InlineData("invalid")]
    [InlineData("timed-out")]
    [InlineData("immutable")]
    public void Names_do_not_count(string name) => Assert.All(HelmWords.All, words =>
    {
        var exception = HelmWords.Classify(name, words.Said);
        Assert.Equal((words.Reason, words.Transient), (exception.Failure.Reason, exception is TransientStoreFailureException));
    });

    [Fact]
    public void What_can_be_done_follows_what_helm_said() => Assert.Equal(
        "release demo in namespace store-demo: Error: UPGRADE FAILED: Unauthorized. "
        + "The cluster does not accept the kubeconfig's credentials: renew them.",
        HelmWords.Classify("demo", "Error: UPGRADE FAILED: Unauthorized").Failure.Message);

    [Fact]
    public void A_run_that_was_ended_is_tried_again() =>
        Assert.IsType<TransientStoreFailureException>(HelmFailures.Classify(s_store, new HelmResult(null, "", "")));

    [Fact]
    public void The_history_is_kept_as_told_and_all_is_applied_on_the_servers_side() => Assert.All(
        [HelmCommand.UpgradeInstall(s_store, "/chart", [], new ReleaseMark("c0ffee", "abc"), 3), HelmCommand.Rollback(s_store, 2, 3)],
        command =>
        {
            Assert.Equal("3", command.Arguments.SkipWhile(argument => argument != "--history-max").Skip(1).First());
            Assert.Contains("--server-side=true", command.Arguments);
        });

    [Fact]
    public void Operands_come_after_the_dashes_and_values_only_from_files()
    {
        var arguments = HelmCommand.UpgradeInstall(
            s_store, "/chart", ["/a.yaml", "/b.json"], new ReleaseMark("c0ffee", "abc"), 3).Arguments.ToList();

        Assert.Equal(["--", "demo", "/chart"], arguments.TakeLast(3));
        Assert.DoesNotContain(arguments, argument => argument.StartsWith("--set", StringComparison.Ordinal));
        Assert.Equal(["/a.yaml", "/b.json"], arguments.Where((_, index) => index > 0 && arguments[index - 1] == "--values"));
        Assert.Equal("serverless-stores/content=c0ffee,serverless-stores/operation=abc", arguments[arguments.IndexOf("--labels") + 1]);
        Assert.DoesNotContain(arguments, argument => argument.StartsWith("--wait", StringComparison.Ordinal));
    }
}
