using Functions.Api.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Functions.Tests.Api.Http;

/// <summary>Which methods are answered where, told from the functions' own declarations.</summary>
public sealed class HttpRoutesTests
{
    [Theory]
    [InlineData("/", "GET, HEAD")]
    [InlineData("/assets/index.js", "GET, HEAD")]
    [InlineData("/api/stores", "GET, HEAD, POST")]
    [InlineData("/api/stores/", "GET, HEAD, POST")]
    [InlineData("/API/Stores/demo", "DELETE, GET, HEAD")]
    [InlineData("/api/stores/demo/upgrade", "POST")]
    [InlineData("/api/sweeps", "GET, HEAD, POST")]
    [InlineData("/api/sweeps/x", "GET, HEAD")]
    [InlineData("/api/queue", "GET, HEAD")]
    [InlineData("/api", "")]
    [InlineData("/index.html", "")]
    [InlineData("/api/stores/demo/nothing", "")]
    public void A_path_has_the_methods_of_its_functions(string path, string expected)
    {
        var constraints = new DefaultInlineConstraintResolver(
            Options.Create(new RouteOptions()), new ServiceCollection().BuildServiceProvider());

        Assert.Equal(expected, string.Join(", ", HttpRoutes.MethodsOf(path, constraints)));
    }
}
