using System.Net.Http.Headers;
using Functions.Tests.Contract;

namespace Functions.IntegrationTests.Contract;

/// <summary>Fails the test at an answer that the API's contract does not have.</summary>
internal sealed class ContractHandler(ApiContract contract) : DelegatingHandler(new SocketsHttpHandler())
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
        var response = await base.SendAsync(request, cancellationToken);
        // Kept, so that the test can read it too.
        await response.Content.LoadIntoBufferAsync(cancellationToken);
        var exchange = new Exchange(
            request.Method.Method, request.RequestUri!.AbsolutePath, (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(cancellationToken))
        {
            RequestBody = asked,
            RequestHeaders = Read(request.Headers),
            Headers = Read(response.Headers, response.Content.Headers),
        };
        var broken = contract.Check(exchange).ToList();
        Assert.True(
            broken.Count == 0,
            $"{exchange.Method} {exchange.Path} was not answered as docs/openapi.yaml says:\n{string.Join('\n', broken)}\n{exchange.Body}");
        return response;
    }

    private static Dictionary<string, string> Read(params ReadOnlySpan<HttpHeaders> headers)
    {
        var read = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var some in headers)
        {
            foreach (var (name, values) in some.NonValidated)
            {
                read[name] = string.Join(", ", values);
            }
        }

        return read;
    }
}
