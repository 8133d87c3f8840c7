using Functions.Api.Page;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Api.Contract;

/// <summary>
/// GET /api/openapi.yaml and GET /api/docs: the API's contract, as a file and as a page. As the dashboard they need no key: they say what
/// every installation of this version can be asked, and nothing of this one; and who has no key yet needs them most. The gate stands before
/// them all the same, so that pages of other sites cannot tell by them that the app is there.
/// </summary>
public static class GetContract
{
    /// <summary>The file, docs/openapi.yaml of the sources.</summary>
    [Function(nameof(GetContract))]
    public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/openapi.yaml")] HttpRequest request) =>
        GetPage.Send(request, "openapi.yaml", GetPage.AskAnew);

    /// <summary>The page that reads it.</summary>
    [Function("GetContractPage")]
    public static IResult RunPage([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/docs")] HttpRequest request) =>
        GetPage.Send(request, "contract.html", GetPage.AskAnew);
}
