using System.Collections.Concurrent;
using System.Text.Json;
using Functions.IntegrationTests.Cluster;
using Microsoft.AspNetCore.Http;

namespace Functions.IntegrationTests.Rights;

/// <summary>A proxy before an API server that notes what is asked for.</summary>
internal sealed class ApiRecorder : IAsyncDisposable
{
    private const string RbacGroup = "rbac.authorization.k8s.io";

    private readonly ConcurrentDictionary<ApiCall, bool> _calls = new();
    private ApiProxy _proxy = null!;

    private ApiRecorder()
    {
    }

    /// <summary>The kubeconfig by which its clients come.</summary>
    public string KubeconfigPath => _proxy.KubeconfigPath;

    /// <summary>What has been asked for.</summary>
    public IReadOnlyCollection<ApiCall> Calls => [.. _calls.Keys];

    /// <summary>Starts one.</summary>
    /// <param name="kubeconfig">The cluster, and the account that it speaks as.</param>
    /// <param name="folder">Where its own kubeconfig is written.</param>
    public static async Task<ApiRecorder> StartAsync(string kubeconfig, string folder)
    {
        var recorder = new ApiRecorder();
        recorder._proxy = await ApiProxy.StartAsync(kubeconfig, folder, recorder.RecordAsync);
        return recorder;
    }

    public ValueTask DisposeAsync() => _proxy.DisposeAsync();

    private async Task RecordAsync(HttpContext context, Func<Task> forward)
    {
        var call = ApiCall.Read(context.Request);
        if (call is not null)
        {
            _calls[call] = true;
        }

        if (call is { Verb: "create", Group: RbacGroup, Resource: "rolebindings" or "clusterrolebindings" })
        {
            _calls[await ReadBindAsync(context.Request, call.Namespace)] = true;
        }

        await forward();
        // Applying or putting what is not there yet makes it, for which the server asks for the right to create it too.
        if (call is { Verb: "patch" or "update" } && context.Response.StatusCode == StatusCodes.Status201Created)
        {
            _calls[call with { Verb = "create", Name = null }] = true;
        }
    }

    // Who gives a role away, be it to itself, must be allowed to bind it.
    private static async Task<ApiCall> ReadBindAsync(HttpRequest request, string? ns)
    {
        request.EnableBuffering();
        using var binding = await JsonDocument.ParseAsync(request.Body);
        request.Body.Position = 0;
        var role = binding.RootElement.GetProperty("roleRef");
        return new ApiCall(
            "bind", RbacGroup, role.GetProperty("kind").GetString() == "ClusterRole" ? "clusterroles" : "roles", ns,
            role.GetProperty("name").GetString());
    }
}
