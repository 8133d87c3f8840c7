using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using k8s;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Forwarder;

namespace Functions.Tests.Rights;

/// <summary>Stands before an API server, speaks to it as the account of a kubeconfig, as kubectl proxy does, and notes what is asked for.</summary>
internal sealed class ApiRecorder : IAsyncDisposable
{
    private const string RbacGroup = "rbac.authorization.k8s.io";

    // Longer than any quiet watch.
    private static readonly ForwarderRequestConfig s_patient = new() { ActivityTimeout = TimeSpan.FromMinutes(30) };

    private readonly ConcurrentDictionary<ApiCall, bool> _calls = new();
    private readonly AccountHandler _handler = new();
    private readonly k8s.Kubernetes _account;
    private readonly HttpMessageInvoker _invoker;
    private readonly WebApplication _app;

    private ApiRecorder(KubernetesClientConfiguration account, string folder)
    {
        _account = new k8s.Kubernetes(account, _handler);
        _handler.Account = _account;
        _invoker = new HttpMessageInvoker(_handler, disposeHandler: false);
        KubeconfigPath = Path.Combine(folder, "recorder.kubeconfig");
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        builder.Services.AddLogging().AddHttpForwarder();
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    /// <summary>The kubeconfig by which its clients come; it holds no credentials but a token that counts for nothing, without which KubernetesClient takes none.</summary>
    public string KubeconfigPath { get; }

    /// <summary>What has been asked for.</summary>
    public IReadOnlyCollection<ApiCall> Calls => [.. _calls.Keys];

    /// <summary>Starts one.</summary>
    /// <param name="kubeconfig">The cluster, and the account that it speaks as.</param>
    /// <param name="folder">Where its own kubeconfig is written.</param>
    public static async Task<ApiRecorder> StartAsync(string kubeconfig, string folder)
    {
        var recorder = new ApiRecorder(await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(new FileInfo(kubeconfig)), folder);
        await recorder._app.StartAsync();
        var address = recorder._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        await File.WriteAllTextAsync(recorder.KubeconfigPath, $$$"""
            apiVersion: v1
            kind: Config
            current-context: recorder
            clusters: [{name: recorder, cluster: {server: "{{{address}}}"}}]
            users: [{name: nobody, user: {token: none}}]
            contexts: [{name: recorder, context: {cluster: recorder, user: nobody}}]
            """);
        return recorder;
    }

    public async ValueTask DisposeAsync()
    {
        // Open watches would keep a graceful stop waiting.
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
        _invoker.Dispose();
        _handler.Dispose();
        _account.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
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

        var forwarder = context.RequestServices.GetRequiredService<IHttpForwarder>();
        await forwarder.SendAsync(context, _account.BaseUri.GetLeftPart(UriPartial.Authority), _invoker, s_patient);
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
        return new ApiCall("bind", RbacGroup, role.GetProperty("kind").GetString() == "ClusterRole" ? "clusterroles" : "roles", ns, role.GetProperty("name").GetString());
    }

    // Inside the client, so that its own handling of certificates serves; the proxied requests take its credentials.
    private sealed class AccountHandler : DelegatingHandler
    {
        public k8s.Kubernetes? Account { get; set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Authorization = null;
            if (Account?.Credentials is { } credentials)
            {
                await credentials.ProcessHttpRequestAsync(request, cancellationToken);
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }
}
