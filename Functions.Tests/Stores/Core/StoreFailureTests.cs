using Stores.Core;

namespace Functions.Tests.Stores.Core;

public sealed class StoreFailureTests
{
    [Theory]
    [InlineData("ImagePullBackOff", "Pod web-1: Back-off pulling image \"store:1\": not found")]
    [InlineData("HelmFailed", "Error: UPGRADE FAILED\nsecond line: {\"reason\":\"other\"}")]
    [InlineData("CheckFailed", "cart: HTTP 500 in Köln")]
    public void A_failure_crosses_the_history_whole_and_on_one_line(string reason, string message)
    {
        var failure = new StoreFailure(reason, message);

        var text = new PermanentStoreFailureException(reason, message).Message;

        Assert.Equal(failure, StoreFailure.Deserialize(text));
        Assert.DoesNotContain('\n', text);
    }

    [Theory]
    [InlineData("something broke")]
    [InlineData("http://x: refused")]
    [InlineData("ImagePullBackOff: Pod web-1 waits")]
    [InlineData("{\"message\":\"no reason\"}")]
    [InlineData("{\"reason\":\"NoMessage\"}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("")]
    public void Text_that_is_no_failure_of_ours_is_unexpected(string text) =>
        Assert.Equal(new StoreFailure(Reasons.Unexpected, text), StoreFailure.Deserialize(text));
}
