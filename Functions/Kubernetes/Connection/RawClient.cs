using k8s;
using k8s.Models;
using Stores.Core;

namespace Functions.Kubernetes.Connection;

/// <summary>Sends what KubernetesClient has no call for, over its connections and with its credentials.</summary>
internal sealed class RawClient(k8s.Kubernetes client)
{
    /// <summary>Sends a request.</summary>
    /// <param name="what">What is being done, for the message of a failure.</param>
    /// <param name="request">Its address is a path from the server's root, with the query: api/v1/namespaces?limit=500.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The answer, whose body is still to be read.</returns>
    /// <exception cref="StoreFailureException">The cluster could not be asked, or refused.</exception>
    public Task<HttpResponseMessage> SendAsync(string what, HttpRequestMessage request, CancellationToken cancellationToken) =>
        KubernetesFailures.TranslateAsync(what, async () =>
        {
            var response = await SendAsync(request, cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                return response;
            }

            using (response)
            {
                throw KubernetesFailures.Classify(what, response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
            }
        });

    /// <summary>Sends a request whose refusal is an answer.</summary>
    /// <returns>Why it was refused; null when it was not.</returns>
    /// <exception cref="TransientStoreFailureException">The cluster could not be asked, or gave no reason.</exception>
    public Task<V1Status?> AskAsync(string what, HttpRequestMessage request, CancellationToken cancellationToken) =>
        KubernetesFailures.TranslateAsync<V1Status?>(what, async () =>
        {
            using var response = await SendAsync(request, cancellationToken);
            if (response.IsSuccessStatusCode)
            {
                return null;
            }

            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            return (int)response.StatusCode < 500
                ? KubernetesJson.Deserialize<V1Status>(body)
                : throw KubernetesFailures.Classify(what, response.StatusCode, body);
        });

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.RequestUri = new Uri(client.BaseUri, request.RequestUri!);
        if (client.Credentials is { } credentials)
        {
            await credentials.ProcessHttpRequestAsync(request, cancellationToken);
        }

        return await client.HttpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }
}
