using Functions.Kubernetes.Releases;
using k8s.Models;

namespace Functions.Tests.Kubernetes.Releases;

/// <summary>What is made anew because it cannot change, and what is not.</summary>
public sealed class ObjectRefusalTests
{
    [Theory]
    [InlineData("Deployment", "Invalid value: {\"matchLabels\":{\"app\":\"web\"}}: field is immutable")]
    [InlineData("Job", "Invalid value: field is immutable")]
    [InlineData("StatefulSet", "Forbidden: updates to statefulset spec for fields other than 'replicas', 'template' are forbidden")]
    [InlineData("Service", "Invalid value: [\"10.0.0.1\"]: may not change once set")]
    [InlineData("RoleBinding", "Invalid value: {\"name\":\"other\"}: cannot change roleRef")]
    public void What_cannot_change_makes_way(string kind, string cause) =>
        Assert.Equal(RefusalRemedy.Replace, Remedy(kind, cause));

    [Theory]
    [InlineData("Invalid value: {\"app.kubernetes.io/instance\":\"immutable\"}: `selector` does not match template `labels`")]
    [InlineData("Invalid value: \"cannot-change-immutable\": must be a lowercase RFC 1123 subdomain")]
    [InlineData("Required value")]
    public void What_is_wrong_in_itself_stays_whatever_the_store_is_called(string cause) =>
        Assert.Equal(RefusalRemedy.None, Remedy("Deployment", cause));

    [Fact]
    public void What_would_be_refused_anew_is_not_deleted() =>
        Assert.Equal(RefusalRemedy.None, Remedy("Deployment", "Invalid value: field is immutable", "Required value"));

    [Fact]
    public void A_claim_holds_data_and_never_makes_way() =>
        Assert.Equal(RefusalRemedy.Refuse, Remedy("PersistentVolumeClaim", "Forbidden: spec is immutable after creation"));

    [Theory]
    [InlineData("only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize", true)]
    [InlineData("User \"app\" cannot patch resource \"persistentvolumeclaims\" in API group \"\" in the namespace \"store-demo\"", false)]
    public void A_claim_whose_class_does_not_grow_is_told_from_a_missing_right(string said, bool isOfClass)
    {
        var message = $"persistentvolumeclaims \"uploads\" is forbidden: {said}";
        var refusal = new V1Status { Code = 403, Reason = "Forbidden", Message = message };

        Assert.Equal(isOfClass ? RefusalRemedy.Refuse : RefusalRemedy.None, ObjectRefusal.RemedyFor("PersistentVolumeClaim", refusal));
    }

    [Theory]
    [InlineData(409)]
    [InlineData(500)]
    public void Another_answer_tells_nothing_of_fields(int code) =>
        Assert.Equal(RefusalRemedy.None, ObjectRefusal.RemedyFor("Job", Refusal(code, "field is immutable")));

    private static RefusalRemedy Remedy(string kind, params string[] causes) => ObjectRefusal.RemedyFor(kind, Refusal(422, causes));

    private static V1Status Refusal(int code, params string[] causes) => new()
    {
        Code = code,
        Message = $"\"web\" is invalid: {string.Join(", ", causes)}",
        Details = new V1StatusDetails { Causes = causes.Select(cause => new V1StatusCause { Field = "spec", Message = cause }).ToList() },
    };
}
