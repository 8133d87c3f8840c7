using System.Net;
using System.Security.Cryptography;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Functions.Kubernetes.Connection;

/// <summary>
/// Repeats requests that failed in passing - 429, 5xx, no connection, an answer cut off - for some seconds, with jitter, and as late as the
/// server's Retry-After asks where that is not too late. A POST is repeated only after 429: after anything else it may have been carried
/// out.
/// </summary>
internal sealed class RetryHandler : DelegatingHandler
{
    /// <summary>All tries of a request and the waits between them end after this.</summary>
    public static readonly TimeSpan Total = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan s_longestDelay = TimeSpan.FromSeconds(5);
    private static readonly ResiliencePropertyKey<Sending> s_sending = new("sending");

    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;
    private readonly TimeProvider _clock;

    public RetryHandler(TimeProvider clock)
    {
        _clock = clock;
        _pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock }
            .AddTimeout(Total)
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = 5,
                Delay = TimeSpan.FromMilliseconds(200),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                MaxDelay = s_longestDelay,
                ShouldHandle = arguments => ValueTask.FromResult(
                    arguments.Context.Properties.TryGetValue(s_sending, out var sending) && IsPassing(sending.Request, arguments.Outcome)
                        && IsInTime(sending, arguments.Outcome.Result)),
                DelayGenerator = arguments => ValueTask.FromResult(Jittered(AskedFor(arguments.Outcome.Result))),
            })
            .Build();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // A watch and a log that is followed last as long as their caller wants.
        var query = request.RequestUri?.Query ?? "";
        if (query.Contains("watch=true", StringComparison.Ordinal) || query.Contains("follow=true", StringComparison.Ordinal))
        {
            return await base.SendAsync(request, cancellationToken);
        }

        if (request.Content is not null)
        {
            // Sent again from the buffer: a stream can be read once.
            await request.Content.LoadIntoBufferAsync(cancellationToken);
        }

        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(s_sending, new Sending(request, _clock.GetUtcNow() + Total));
        try
        {
            return await _pipeline.ExecuteAsync(async attempt => await SendOnceAsync(request, attempt.CancellationToken), context);
        }
        catch (TimeoutRejectedException)
        {
            throw new HttpRequestException($"The cluster did not answer within {Total.TotalSeconds} s.");
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    // Whole, so that an answer that is cut off is repeated too, and none is waited for beyond the deadline.
    private async Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            return response;
        }
        catch (IOException)
        {
            response.Dispose();
            throw new HttpRequestException("The connection broke in the middle of the cluster's answer.");
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static bool IsPassing(HttpRequestMessage request, Outcome<HttpResponseMessage> outcome) =>
        outcome.Result?.StatusCode == HttpStatusCode.TooManyRequests
        || (request.Method != HttpMethod.Post
            && (outcome.Exception is HttpRequestException || outcome.Result?.StatusCode >= HttpStatusCode.InternalServerError));

    // To wait for longer than there is time would end in the same refusal, later.
    private bool IsInTime(Sending sending, HttpResponseMessage? response) =>
        _clock.GetUtcNow() + (AskedFor(response) ?? TimeSpan.Zero) < sending.Deadline;

    private TimeSpan? AskedFor(HttpResponseMessage? response) => response?.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > _clock.GetUtcNow() ? date - _clock.GetUtcNow() : TimeSpan.Zero,
        _ => null,
    };

    // Never earlier than asked, and not all at the same moment.
    private static TimeSpan? Jittered(TimeSpan? asked) => asked + TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(200));

    private sealed record Sending(HttpRequestMessage Request, DateTimeOffset Deadline);
}
