using System.Net;
using k8s;
using k8s.Models;

namespace Functions.IntegrationTests.Cluster;

/// <summary>Questions about what one may do.</summary>
public sealed class ReviewContractTests(TestCluster cluster) : ClusterContractTest(cluster, "review")
{
    private const string Reviews = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

    [Fact]
    public async Task An_administrator_may_do_everything_and_the_question_is_not_kept()
    {
        var attributes = new V1ResourceAttributes { NamespaceProperty = Namespace, Verb = "delete", Resource = "secrets" };
        var question = new V1SelfSubjectAccessReview { Spec = new V1SelfSubjectAccessReviewSpec { ResourceAttributes = attributes } };

        var answer = await Admin.AuthorizationV1.CreateSelfSubjectAccessReviewAsync(question);

        Assert.Equal((true, "delete"), (answer.Status.Allowed, answer.Spec.ResourceAttributes.Verb));
        await RefusedAsync(HttpStatusCode.MethodNotAllowed, "MethodNotAllowed", HttpMethod.Get, Reviews, null);
    }

    [Theory]
    [InlineData("{}", "spec.resourceAttributes")]
    [InlineData("""{"resourceAttributes":{"verb":"get"},"nonResourceAttributes":{"path":"/"}}""", "spec.nonResourceAttributes")]
    public async Task A_question_must_be_one(string spec, string field)
    {
        var body = $$"""{"spec":{{spec}}}""";
        var refused = await RefusedAsync(HttpStatusCode.UnprocessableEntity, "Invalid", HttpMethod.Post, Reviews, body);
        Assert.Equal(field, refused.Details.Causes.Single().Field);
    }
}
