using System.Net;
using Functions.Kubernetes;
using Functions.Stores;

namespace Functions.Tests.Kubernetes;

public sealed class KubernetesFailuresTests
{
    [Theory]
    [InlineData(503, "", "ServiceUnavailable", true)]
    [InlineData(409, """{"kind":"Status","reason":"Conflict","message":"x"}""", "Conflict", true)]
    [InlineData(403, """{"kind":"Status","reason":"Forbidden","message":"namespaces is forbidden: User \"x\" cannot create resource"}""", "Forbidden", false)]
    [InlineData(403, """{"kind":"Status","reason":"Forbidden","message":"pods is forbidden: exceeded quota: store"}""", "QuotaExceeded", false)]
    [InlineData(403, """{"kind":"Status","reason":"Forbidden","message":"because it is being terminated"}""", "NamespaceTerminating", true)]
    [InlineData(401, "not json", "Unauthorized", false)]
    public void Answers_are_classified(int code, string body, string reason, bool transient)
    {
        var exception = KubernetesFailures.Classify("create it", (HttpStatusCode)code, body);

        Assert.Equal(reason, exception.Failure.Reason);
        Assert.Equal(transient, exception is TransientStoreFailureException);
        Assert.Contains("create it", exception.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bodies_do_not_get_into_failures()
    {
        var exception = KubernetesFailures.Classify("create it", HttpStatusCode.UnprocessableEntity, """{"kind":"Status","reason":"Invalid","message":"value hunter2 is wrong"}""");

        Assert.DoesNotContain("hunter2", exception.ToString(), StringComparison.Ordinal);
        Assert.Null(exception.InnerException);
    }
}
