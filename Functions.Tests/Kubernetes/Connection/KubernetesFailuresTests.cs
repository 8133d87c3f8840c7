using System.Net;
using System.Security.Authentication;
using System.Text.Json;
using Functions.Kubernetes.Connection;
using k8s;
using k8s.Autorest;
using k8s.Exceptions;
using k8s.Models;
using Stores.Core;

namespace Functions.Tests.Kubernetes.Connection;

public sealed class KubernetesFailuresTests
{
    [Theory]
    [InlineData(503, "", "ServiceUnavailable", true)]
    [InlineData(409, """{"kind":"Status","reason":"Conflict","message":"x"}""", "Conflict", true)]
    [InlineData(
        403, """{"kind":"Status","reason":"Forbidden","message":"namespaces is forbidden: User \"x\" cannot create resource"}""",
        "Forbidden", false)]
    [InlineData(
        403, """{"kind":"Status","reason":"Forbidden","message":"pods is forbidden: exceeded quota: store"}""", "QuotaExceeded", false)]
    [InlineData(403, """{"kind":"Status","reason":"Forbidden","message":"because it is being terminated"}""", "NamespaceTerminating", true)]
    [InlineData(403, """{"reason":"Forbidden","message":"pods \"x\" is forbidden: violates PodSecurity"}""", "AdmissionDenied", false)]
    [InlineData(403, """{"kind":"Status","message":"admission webhook \"p\" denied the request: no"}""", "AdmissionDenied", false)]
    [InlineData(403, "<html>blocked</html>", "Forbidden", false)]
    [InlineData(422, """{"reason":"Invalid","details":{"causes":[{"message":"field is immutable"}]}}""", "ImmutableField", false)]
    [InlineData(422, """{"reason":"Invalid","details":{"causes":[{"field":"x","message":"Invalid value: \"-\""}]}}""", "Invalid", false)]
    [InlineData(401, "not json", "Unauthorized", false)]
    public void Answers_are_classified(int code, string body, string reason, bool transient)
    {
        var exception = KubernetesFailures.Classify("create it", (HttpStatusCode)code, body);

        Assert.Equal(reason, exception.Failure.Reason);
        Assert.Equal(transient, exception is TransientStoreFailureException);
        Assert.StartsWith("Could not create it: ", exception.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_field_is_named_and_its_value_is_not()
    {
        var exception = KubernetesFailures.Classify(
            "create it", HttpStatusCode.UnprocessableEntity,
            """{"reason":"Invalid","details":{"causes":[{"field":"data.password","message":"Invalid value: hunter2"}]}}""");

        Assert.Equal("Could not create it: the cluster does not accept data.password.", exception.Failure.Message);
    }

    [Fact]
    public void Bodies_do_not_get_into_failures()
    {
        var exception = KubernetesFailures.Classify(
            "create it", HttpStatusCode.UnprocessableEntity, """{"kind":"Status","reason":"Invalid","message":"value hunter2 is wrong"}""");

        Assert.DoesNotContain("hunter2", exception.ToString(), StringComparison.Ordinal);
        Assert.Null(exception.InnerException);
    }

    public static TheoryData<Exception, string, bool> Exceptions => new()
    {
        { Refusal(HttpStatusCode.UnprocessableEntity), "Invalid", false },
        { Refusal(HttpStatusCode.InternalServerError), "Invalid", true },
        { new HttpOperationException("hunter2"), "BrokenAnswer", true },
        { new KubernetesException(new V1Status { Code = 500, Reason = "InternalError", Message = "hunter2" }), "InternalError", true },
        { new KubernetesException(new V1Status { Code = 404, Reason = "NotFound", Message = "hunter2" }), "NotFound", false },
        { new HttpRequestException("Connection refused (192.0.2.1:6443)", new IOException("hunter2")), "ClusterUnreachable", true },
        { new TaskCanceledException("hunter2", new TimeoutException("hunter2")), "ClusterUnreachable", true },
        { new IOException("hunter2"), "ClusterUnreachable", true },
        { new AuthenticationException("hunter2"), "ClusterUnreachable", true },
        { new JsonException("'hunter2' is an invalid start of a value"), "BrokenAnswer", true },
        { new KubeConfigException("external exec failed due to: hunter2"), "NoCredentials", true },
    };

    [Theory]
    [MemberData(nameof(Exceptions))]
    public async Task Whatever_the_client_throws_becomes_a_failure_without_its_words(Exception thrown, string reason, bool transient)
    {
        var failure = await Assert.ThrowsAnyAsync<StoreFailureException>(
            () => KubernetesFailures.TranslateAsync<object>("list pods", () => throw thrown));

        Assert.Equal(reason, failure.Failure.Reason);
        Assert.Equal(transient, failure is TransientStoreFailureException);
        Assert.StartsWith("Could not list pods: ", failure.Failure.Message, StringComparison.Ordinal);
        Assert.Null(failure.InnerException);
        Assert.DoesNotContain("hunter2", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancellation_that_was_asked_for_and_a_failure_that_is_one_already_pass_as_they_are()
    {
        await Assert.ThrowsAsync<TaskCanceledException>(
            () => KubernetesFailures.TranslateAsync<object>("x", () => throw new TaskCanceledException()));
        var failure = new PermanentStoreFailureException("Known", "as it is");
        Assert.Same(
            failure,
            await Assert.ThrowsAsync<PermanentStoreFailureException>(
                () => KubernetesFailures.TranslateAsync<object>("x", () => throw failure)));
    }

    [Fact]
    public async Task One_refusal_can_be_an_answer()
    {
        Assert.Null(
            await KubernetesFailures.IgnoreAsync<object>(HttpStatusCode.NotFound, "x", () => throw Refusal(HttpStatusCode.NotFound)));
        await Assert.ThrowsAsync<PermanentStoreFailureException>(
            () => KubernetesFailures.IgnoreAsync<object>(HttpStatusCode.NotFound, "x", () => throw Refusal(HttpStatusCode.Forbidden)));
    }

    private static HttpOperationException Refusal(HttpStatusCode code)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "http://cluster/api");
        using var response = new HttpResponseMessage(code);
        return new HttpOperationException("hunter2")
        {
            Request = new HttpRequestMessageWrapper(request, """{"stringData":{"password":"hunter2"}}"""),
            Response = new HttpResponseMessageWrapper(response, """{"kind":"Status","reason":"Invalid","message":"hunter2"}"""),
        };
    }
}
