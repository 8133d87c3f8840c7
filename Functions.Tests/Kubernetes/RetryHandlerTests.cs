using System.Net;
using Functions.Kubernetes;
using Microsoft.Extensions.Time.Testing;

namespace Functions.Tests.Kubernetes;

public sealed class RetryHandlerTests
{
    [Theory]
    [InlineData("GET", 503, 3)]
    [InlineData("GET", 429, 3)]
    [InlineData("POST", 429, 3)]
    [InlineData("POST", 503, 1)]
    [InlineData("GET", 404, 1)]
    [InlineData("DELETE", 0, 3)]
    [InlineData("POST", 0, 1)]
    public async Task Only_what_can_be_repeated_is(string method, int failure, int requests)
    {
        var server = new Scripted(failure, failures: 2);
        var clock = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };
        using var http = new HttpClient(new RetryHandler(clock) { InnerHandler = server });

        using var request = new HttpRequestMessage(new HttpMethod(method), "http://cluster/api");
        var sending = http.SendAsync(request);
        await Eventually.TrueAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(sending.IsCompleted);
            },
            () => "the request should end");

        Assert.Equal(requests, server.Requests);
        if (requests == 3)
        {
            Assert.Equal(HttpStatusCode.OK, (await sending).StatusCode);
        }
        else if (failure == 0)
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => sending);
        }
        else
        {
            Assert.Equal(failure, (int)(await sending).StatusCode);
        }
    }

    private sealed class Scripted(int failure, int failures) : HttpMessageHandler
    {
        public int Requests { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (++Requests > failures)
            {
                return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
            }

            return failure == 0 ? throw new HttpRequestException("connection refused") : Task.FromResult(new HttpResponseMessage((HttpStatusCode)failure));
        }
    }
}
