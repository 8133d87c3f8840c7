using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace EmptyApp;

/// <summary>GET api/hello: the least that an app can be.</summary>
public static class Hello
{
    /// <summary>200.</summary>
    [Function(nameof(Hello))]
    public static IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "hello")] HttpRequest request) =>
        Results.Text("hello");
}
