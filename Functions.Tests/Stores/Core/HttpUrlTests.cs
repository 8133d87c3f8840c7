using Stores.Core;

namespace Functions.Tests.Stores.Core;

public sealed class HttpUrlTests
{
    [Theory]
    [InlineData("http", "localhost", 30080, "http://localhost:30080")]
    [InlineData("http", "2001:db8::7", 30080, "http://[2001:db8::7]:30080")]
    [InlineData("http", "[2001:db8::7]", 30080, "http://[2001:db8::7]:30080")]
    [InlineData("http", "2001:db8::7", null, "http://[2001:db8::7]")]
    [InlineData("http", "203.0.113.10", 80, "http://203.0.113.10")]
    [InlineData("http", "203.0.113.10", 8080, "http://203.0.113.10:8080")]
    [InlineData("https", "shop.example.com", null, "https://shop.example.com")]
    [InlineData("https", "fd00::1", 6443, "https://[fd00::1]:6443")]
    [InlineData("https", "10.0.0.1", 443, "https://10.0.0.1")]
    public void A_host_and_a_port_become_a_url(string scheme, string host, int? port, string url) =>
        Assert.Equal(url, HttpUrl.Of(scheme, host, port));
}
