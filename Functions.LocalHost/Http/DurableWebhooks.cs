#pragma warning disable CS0618 // IWebHookProvider is "not ready for public consumption", and the only way to the extension's API.
namespace Functions.LocalHost.Http;

/// <summary>The Durable extension's own HTTP API.</summary>
internal sealed class DurableWebhooks : IWebHookProvider
{
    // As on the real host.
    public const string Path = "/runtime/webhooks/durabletask";

    private IAsyncConverter<HttpRequestMessage, HttpResponseMessage>? _extension;

    public Uri? Address { get; set; }

    public Uri GetUrl(IExtensionConfigProvider extension)
    {
        _extension = extension as IAsyncConverter<HttpRequestMessage, HttpResponseMessage>;
        return new Uri(Address!, Path);
    }

    public async Task AnswerAsync(HttpContext context)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), context.Request.GetEncodedUrl());
        request.Content = new StreamContent(context.Request.Body);
        foreach (var (name, value) in context.Request.Headers)
        {
            _ = request.Headers.TryAddWithoutValidation(name, value.AsEnumerable())
                || request.Content.Headers.TryAddWithoutValidation(name, value.AsEnumerable());
        }

        using var response = await _extension!.ConvertAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
