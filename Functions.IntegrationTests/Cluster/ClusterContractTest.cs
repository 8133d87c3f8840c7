using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Functions.IntegrationTests.Cluster;

/// <summary>
/// What every contract test has: a namespace of its own, the app's account in it, and an administrator for what the app never does.
/// </summary>
[Collection(ClusterCollection.Name)]
[Trait("Category", ClusterCollection.Category)]
public abstract class ClusterContractTest(TestCluster cluster, string prefix) : IAsyncLifetime
{
    protected TestCluster Cluster => cluster;

    /// <summary>The app's account.</summary>
    protected IKubernetes Client => cluster.Client;

    protected IKubernetes Admin => cluster.Admin;

    protected string Namespace { get; } = TestCluster.UniqueName(prefix);

    public virtual Task InitializeAsync() => cluster.CreateNamespaceAsync(Namespace);

    public virtual async Task DisposeAsync()
    {
        try
        {
            await Admin.CoreV1.DeleteNamespaceAsync(Namespace);
        }
        catch (HttpOperationException)
        {
            // The test deleted it.
        }
    }

    protected static V1ConfigMap ConfigMap(string name, string? tier = null) => new()
    {
        Metadata = new V1ObjectMeta { Name = name, Labels = tier is null ? null : new Dictionary<string, string> { ["tier"] = tier } },
        Data = new Dictionary<string, string> { ["a"] = "1" },
    };

    protected Task<V1ConfigMap> CreateConfigMapAsync(string name, string? tier = null) =>
        Client.CoreV1.CreateNamespacedConfigMapAsync(ConfigMap(name, tier), Namespace);

    /// <summary>Expects a refusal.</summary>
    /// <returns>Its Status.</returns>
    protected static async Task<V1Status> RefusedAsync(HttpStatusCode code, string reason, Func<Task> call)
    {
        var refusal = await Assert.ThrowsAsync<HttpOperationException>(call);
        return RequireStatus(code, reason, refusal.Response.StatusCode, refusal.Response.Content);
    }

    /// <summary>Expects a refusal of a request as it is.</summary>
    protected async Task<V1Status> RefusedAsync(
        HttpStatusCode code, string reason, HttpMethod method, string path, string? body, string contentType = "application/json")
    {
        using var response = await SendAsync(method, path, body, contentType);
        return RequireStatus(code, reason, response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Sends a request as the administrator.</summary>
    /// <param name="method">Its method.</param>
    /// <param name="path">From the server's root, with the query; {ns} is the test's namespace.</param>
    /// <param name="body">Its body.</param>
    /// <param name="contentType">The body's type.</param>
    /// <param name="accept">What it accepts.</param>
    protected Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? body = null, string contentType = "application/json", string accept = "application/json") =>
        SendAsync(Admin, method, path, body, contentType, accept);

    /// <summary>Sends a request as whom a client speaks for.</summary>
    protected async Task<HttpResponseMessage> SendAsync(
        IKubernetes sender, HttpMethod method, string path, string? body, string contentType, string accept = "application/json")
    {
        var client = (k8s.Kubernetes)sender;
        using var request = new HttpRequestMessage(
            method, new Uri(client.BaseUri, path.Replace("{ns}", Namespace, StringComparison.Ordinal)));
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        }

        if (client.Credentials is { } credentials)
        {
            await credentials.ProcessHttpRequestAsync(request, CancellationToken.None);
        }

        return await client.HttpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>The JSON at a path.</summary>
    protected async Task<JsonNode> GetAsync(string path, string accept = "application/json")
    {
        using var response = await SendAsync(HttpMethod.Get, path, accept: accept);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"GET {path}: {(int)response.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    protected static async Task<bool> IsGoneAsync(Func<Task> read)
    {
        try
        {
            await read();
            return false;
        }
        catch (HttpOperationException exception) when (exception.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return true;
        }
    }

    private static V1Status RequireStatus(HttpStatusCode code, string reason, HttpStatusCode met, string content)
    {
        Assert.True(code == met, $"expected {(int)code}, met {(int)met}: {content}");
        var status = KubernetesJson.Deserialize<V1Status>(content);
        Assert.Equal("Status", status.Kind);
        Assert.Equal("Failure", status.Status);
        Assert.True(reason == status.Reason, $"expected {reason}, met {status.Reason}: {status.Message}");
        Assert.Equal((int)code, status.Code);
        return status;
    }
}
