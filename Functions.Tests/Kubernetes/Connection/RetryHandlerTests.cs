using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Functions.Kubernetes.Connection;
using Microsoft.Extensions.Time.Testing;

namespace Functions.Tests.Kubernetes.Connection;

public sealed class RetryHandlerTests : IDisposable
{
    private readonly LeapingClock _clock = new();
    private readonly Scripted _server;
    private readonly HttpClient _http;

    public RetryHandlerTests()
    {
        _server = new Scripted(_clock);
        _http = new HttpClient(new RetryHandler(_clock) { InnerHandler = _server }) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public void Dispose()
    {
        _http.Dispose();
        _server.Dispose();
    }

    [Theory]
    [InlineData("GET", 503, 3)]
    [InlineData("GET", 429, 3)]
    [InlineData("PATCH", 500, 3)]
    [InlineData("PUT", 503, 3)]
    [InlineData("POST", 429, 3)]
    [InlineData("POST", 503, 1)]
    [InlineData("GET", 404, 1)]
    [InlineData("GET", 409, 1)]
    public async Task Only_what_can_be_repeated_is(string method, int failure, int requests)
    {
        _server.Script(_ => Answer(failure), _ => Answer(failure));

        using var response = await SendAsync(method);

        Assert.Equal(requests, _server.Bodies.Count);
        Assert.Equal(requests == 3 ? 200 : failure, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("DELETE", 3)]
    [InlineData("GET", 3)]
    [InlineData("POST", 1)]
    public async Task A_connection_that_fails_is_tried_again_but_not_by_a_post(string method, int requests)
    {
        _server.Script(
            _ => throw new HttpRequestException("connection refused"), _ => throw new HttpRequestException("connection refused"));

        if (requests == 1)
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(method));
        }
        else
        {
            Assert.Equal(HttpStatusCode.OK, (await SendAsync(method)).StatusCode);
        }

        Assert.Equal(requests, _server.Bodies.Count);
    }

    [Theory]
    [InlineData("PATCH")]
    [InlineData("PUT")]
    public async Task What_is_sent_again_is_the_same_also_from_a_stream_that_can_be_read_once(string method)
    {
        _server.Script(_ => Answer(503), _ => throw new HttpRequestException("connection reset"));
        using var once = new OnceStream("""{"kind":"ConfigMap"}""");

        using var response = await SendAsync(method, new StreamContent(once));

        Assert.Equal(Enumerable.Repeat("""{"kind":"ConfigMap"}""", 3), _server.Bodies);
    }

    [Fact]
    public async Task An_answer_that_is_cut_off_is_asked_for_again()
    {
        _server.Script(_ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new BrokenStream()) });

        using var response = await SendAsync("GET");

        Assert.Equal("whole", await response.Content.ReadAsStringAsync());
        Assert.Equal(2, _server.Bodies.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_waits_as_long_as_it_is_asked_to_and_not_much_longer(bool byDate)
    {
        var asked = TimeSpan.FromSeconds(7);
        _server.Script(
            _ => Answer(429, byDate ? new RetryConditionHeaderValue(_clock.GetUtcNow() + asked) : new RetryConditionHeaderValue(asked)));
        var began = _clock.GetUtcNow();

        using var response = await SendAsync("GET");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.InRange(_server.LastAt - began, asked, asked + TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_wait_that_would_outlast_the_deadline_is_not_begun(bool byDate)
    {
        var asked = RetryHandler.Total + TimeSpan.FromSeconds(1);
        _server.Script(
            _ => Answer(503, byDate ? new RetryConditionHeaderValue(_clock.GetUtcNow() + asked) : new RetryConditionHeaderValue(asked)));

        // The clock stands still: had it begun to wait, it would not end.
        using var response = await _http.GetAsync(new Uri("http://cluster/api"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Single(_server.Bodies);
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_given_up_at_the_deadline()
    {
        _server.Hang = true;
        var sending = _http.GetAsync(new Uri("http://cluster/api"));
        _clock.Advance(RetryHandler.Total - TimeSpan.FromSeconds(1));
        Assert.False(sending.IsCompleted);

        _clock.Advance(TimeSpan.FromSeconds(1));

        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => sending);
        Assert.Null(exception.InnerException);
        Assert.Single(_server.Bodies);
    }

    [Fact]
    public async Task A_watch_is_handed_on_as_it_comes()
    {
        _server.Script(_ => Answer(503));

        using var response = await _http.GetAsync(new Uri("http://cluster/api?watch=true"), HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    private async Task<HttpResponseMessage> SendAsync(string method, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "http://cluster/api") { Content = content };
        return await _http.SendAsync(request);
    }

    private static HttpResponseMessage Answer(int status, RetryConditionHeaderValue? retryAfter = null)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status);
        response.Headers.RetryAfter = retryAfter;
        return response;
    }

    /// <summary>Time passes by being waited for, and not otherwise: a machine that is slow brings no deadline nearer.</summary>
    private sealed class LeapingClock : FakeTimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime > TimeSpan.Zero && dueTime < RetryHandler.Total)
            {
                Advance(dueTime);
            }

            return timer;
        }
    }

    private sealed class Scripted(TimeProvider clock) : HttpMessageHandler
    {
        private readonly Queue<Func<HttpRequestMessage, HttpResponseMessage>> _script = new();

        public List<string> Bodies { get; } = [];

        public bool Hang { get; set; }

        public DateTimeOffset LastAt { get; private set; }

        public void Script(params Func<HttpRequestMessage, HttpResponseMessage>[] answers) => Array.ForEach(answers, _script.Enqueue);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Bodies.Add(request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken));
            LastAt = clock.GetUtcNow();
            if (Hang)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }

            return _script.TryDequeue(out var answer)
                ? answer(request)
                : new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("whole") };
        }
    }

    /// <summary>Can be read once, like what comes from a network.</summary>
    private sealed class OnceStream(string text) : MemoryStream(Encoding.UTF8.GetBytes(text))
    {
        public override bool CanSeek => false;
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("connection reset");

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) =>
            throw new IOException("connection reset");
    }
}
