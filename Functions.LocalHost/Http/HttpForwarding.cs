namespace Functions.LocalHost.Http;

/// <summary>Hands requests to the worker's own web server and its answers back, neither of them buffered.</summary>
internal sealed class HttpForwarding(IHttpForwarder forwarder) : IDisposable
{
    private const string InvocationHeader = "x-ms-invocation-id";

    // Time limits are functionTimeout's matter.
    private static readonly ForwarderRequestConfig s_config = new() { ActivityTimeout = TimeSpan.FromDays(1) };

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = new ReverseProxyPropagator(DistributedContextPropagator.Current),
    });

    /// <summary>What a function's parameters can be bound from by name: the route's values, then those of the query.</summary>
    public static IEnumerable<KeyValuePair<string, string>> ValuesOf(HttpRequest request) =>
        request.Query.Select(item => KeyValuePair.Create(item.Key, item.Value.ToString())).Concat(request.RouteValues.Select(
            item => KeyValuePair.Create(item.Key, Convert.ToString(item.Value, CultureInfo.InvariantCulture) ?? "")));

    /// <summary>Forwards a request while its function runs; ends when the answer has been handed back.</summary>
    public async Task ForwardAsync(HttpContext context, string invocationId, Uri worker, Task function, CancellationToken cancellationToken)
    {
        var error = await forwarder.SendAsync(
            context, $"{worker}", _client, s_config, new Transformer(invocationId, function), cancellationToken);
        var exception = context.GetForwarderErrorFeature()?.Exception;
        if (error != ForwarderError.None && (!function.IsFaulted || exception is BadHttpRequestException))
        {
            throw new HttpRequestException($"The worker did not answer: {error}.", exception);
        }
    }

    public void Dispose() => _client.Dispose();

    private sealed class Transformer(string invocationId, Task function) : HttpTransformer
    {
        public override async ValueTask TransformRequestAsync(
            HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
            // Who calls, and by which name, says the platform in front of a real host, never the caller: a worker believes both.
            string[] claims = ["X-MS-CLIENT-PRINCIPAL", "X-Forwarded-", InvocationHeader];
            foreach (var name in httpContext.Request.Headers.Keys.Where(name => claims.Any(
                claim => name.StartsWith(claim, StringComparison.OrdinalIgnoreCase))))
            {
                proxyRequest.Headers.Remove(name);
            }

            proxyRequest.Headers.Add(InvocationHeader, invocationId);
        }

        public override async ValueTask<bool> TransformResponseAsync(
            HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
        {
            // The worker answers 200 and nothing for a function that failed: the invocation's result tells them apart.
            await (proxyResponse?.Content.Headers.ContentLength is 0 ? function.WaitAsync(cancellationToken) : Task.CompletedTask)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return !function.IsFaulted && await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        }
    }
}
