using System.Net;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Functions.Kubernetes;

/// <summary>
/// Repeats requests that failed in passing - 429, 5xx, no connection - for some seconds, with jitter, as the server's Retry-After asks.
/// A POST is repeated only after 429: after anything else it may have been carried out.
/// </summary>
internal sealed class RetryHandler : DelegatingHandler
{
    private static readonly TimeSpan s_total = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromSeconds(5);
    private static readonly ResiliencePropertyKey<HttpRequestMessage> s_request = new("request");

    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;

    public RetryHandler(TimeProvider clock) => _pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock }
        .AddTimeout(s_total)
        .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
        {
            MaxRetryAttempts = 5,
            Delay = TimeSpan.FromMilliseconds(200),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            MaxDelay = s_longestDelay,
            ShouldHandle = arguments => ValueTask.FromResult(IsPassing(arguments.Context, arguments.Outcome)),
            DelayGenerator = arguments => ValueTask.FromResult(arguments.Outcome.Result?.Headers.RetryAfter?.Delta),
        })
        .Build();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // A watch lasts as long as its caller wants.
        if (request.RequestUri?.Query.Contains("watch=true", StringComparison.Ordinal) == true)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(s_request, request);
        try
        {
            return await _pipeline.ExecuteAsync(async attempt => await base.SendAsync(request, attempt.CancellationToken), context);
        }
        catch (TimeoutRejectedException exception)
        {
            throw new HttpRequestException($"The cluster did not answer within {s_total.TotalSeconds} s.", exception);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static bool IsPassing(ResilienceContext context, Outcome<HttpResponseMessage> outcome)
    {
        if (outcome.Result?.StatusCode == HttpStatusCode.TooManyRequests)
        {
            return true;
        }

        var repeatable = context.Properties.TryGetValue(s_request, out var request) && request.Method != HttpMethod.Post;
        return repeatable && (outcome.Exception is HttpRequestException || outcome.Result?.StatusCode >= HttpStatusCode.InternalServerError);
    }
}
