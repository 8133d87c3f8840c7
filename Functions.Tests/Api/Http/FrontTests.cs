using Functions.Api.Http;
using Microsoft.AspNetCore.Http;

namespace Functions.Tests.Api.Http;

/// <summary>Which requests are let in, by the name that they ask for and the page that they come from.</summary>
public sealed class FrontTests
{
    private const string Loopback = "http://localhost:7071";

    [Theory]
    [InlineData(Loopback, "localhost:7071", true)]
    [InlineData(Loopback, "LocalHost", true)]
    [InlineData(Loopback, "127.0.0.1:7071", true)]
    [InlineData(Loopback, "[::1]:7071", true)]
    [InlineData(Loopback, "admin.example", true)]
    [InlineData(Loopback, "ADMIN.example:8080", true)]
    [InlineData(Loopback, "[fd00::1]:7071", true)]
    [InlineData(Loopback, "evil.example:7071", false)]
    [InlineData(Loopback, "localhost.evil.example", false)]
    [InlineData(Loopback, "127.0.0.1.evil.example", false)]
    [InlineData(Loopback, "x.admin.example", false)]
    [InlineData(Loopback, "192.168.1.5:7071", false)]
    [InlineData(Loopback, "", false)]
    [InlineData("http://0.0.0.0:7071", "192.168.1.5:7071", false)]
    [InlineData("http://0.0.0.0:7071", "0.0.0.0:7071", false)]
    [InlineData("http://+:7071;http://[::]:7072", "evil.example", false)]
    [InlineData("http://*:7071", "localhost:7071", true)]
    [InlineData("http://192.168.1.5:7071;http://build-box:7072", "192.168.1.5:7071", true)]
    [InlineData("http://192.168.1.5:7071;http://build-box:7072", "build-box:7072", true)]
    public void Where_no_key_is_asked_for_only_known_names_are_answered_for_reading_too(string urls, string host, bool expected)
    {
        var front = Front.Of(Known("admin.example", "fd00::1"), urls, coreTools: null);

        Assert.All(["GET", "HEAD", "POST", "DELETE"], method =>
            Assert.Equal(expected ? null : StatusCodes.Status421MisdirectedRequest, StatusOf(front, method, host)));
    }

    [Fact]
    public void Core_Tools_ask_for_no_key_either() =>
        Assert.Equal(StatusCodes.Status421MisdirectedRequest, StatusOf(Front.Of(Known(), null, coreTools: "True"), "GET", "evil.example"));

    [Fact]
    public void Where_a_key_is_asked_for_nobody_lists_names() =>
        Assert.Null(StatusOf(Front.Of(Known(), null, null), "DELETE", "stores.azurewebsites.net", "https://stores.azurewebsites.net"));

    [Theory]
    [InlineData("localhost:7071", "http://localhost:7071", true)]
    [InlineData("LOCALHOST:7071", "http://localhost:7071", true)]
    [InlineData("[::1]:7071", "http://[::1]:7071", true)]
    [InlineData("admin.example", "https://admin.example", true)]
    [InlineData("admin.example:443", "https://admin.example", true)]
    [InlineData("localhost:7071", "https://admin.example", true)]
    [InlineData("localhost:7071", "https://admin.example:8443", false)]
    [InlineData("localhost:7071", "http://localhost:3000", false)]
    [InlineData("localhost:7071", "http://localhost", false)]
    [InlineData("localhost:7071", "http://evil.example", false)]
    [InlineData("localhost:7071", "http://localhost:7071.evil.example", false)]
    [InlineData("localhost:7071", "null", false)]
    [InlineData("localhost:7071", "file://", false)]
    public void A_page_of_another_site_is_refused_on_every_host_by_its_origin(string host, string origin, bool expected) =>
        Assert.All([Front.Of(Known("admin.example"), Loopback, null), Front.Of(Known("admin.example"), null, null)], front =>
            Assert.All(["GET", "POST", "DELETE"], method =>
                Assert.Equal(expected ? null : StatusCodes.Status403Forbidden, StatusOf(front, method, host, origin))));

    [Fact]
    public void A_page_of_another_port_is_of_another_site_though_the_app_listens_on_its_name() =>
        Assert.Equal(
            StatusCodes.Status403Forbidden,
            StatusOf(Front.Of(Known(), "http://build-box:7071", null), "POST", "build-box:7071", "http://build-box"));

    [Theory]
    [InlineData("POST", "cross-site", false)]
    [InlineData("DELETE", "same-site", false)]
    [InlineData("POST", "same-origin", true)]
    [InlineData("POST", "none", true)]
    // A link on another page may lead here.
    [InlineData("GET", "cross-site", true)]
    public void What_a_browser_says_of_the_site_counts_for_changes(string method, string site, bool expected)
    {
        var request = RequestFor(method, "localhost:7071");
        request.Headers["Sec-Fetch-Site"] = site;

        Assert.Equal(expected, Front.Of(Known(), Loopback, null).Refuse(request) is null);
    }

    [Theory]
    [InlineData("http://admin.example")]
    [InlineData("admin.example:8080")]
    [InlineData("*")]
    [InlineData("")]
    public void A_host_is_set_without_scheme_and_port(string host)
    {
        var error = Assert.Single(Known(host).FindErrors());
        Assert.Contains($"Hosts: '{host}'", error, StringComparison.Ordinal);
    }

    private static ApiOptions Known(params string[] hosts)
    {
        var options = new ApiOptions();
        Array.ForEach(hosts, options.Hosts.Add);
        return options;
    }

    private static int? StatusOf(Front front, string method, string host, string? origin = null)
    {
        var request = RequestFor(method, host);
        request.Headers.Origin = origin;
        return (front.Refuse(request) as IStatusCodeHttpResult)?.StatusCode;
    }

    private static HttpRequest RequestFor(string method, string host)
    {
        var request = new DefaultHttpContext().Request;
        (request.Method, request.Host) = (method, new HostString(host));
        return request;
    }
}
