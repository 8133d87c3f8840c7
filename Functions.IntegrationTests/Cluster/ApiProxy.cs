using System.Net;
using System.Security.Cryptography.X509Certificates;
using k8s;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Yarp.ReverseProxy.Forwarder;

namespace Functions.IntegrationTests.Cluster;

/// <summary>Stands before an API server and speaks to it as the account of a kubeconfig, as kubectl proxy does.</summary>
internal sealed class ApiProxy : IAsyncDisposable
{
    // Longer than any quiet watch.
    private static readonly ForwarderRequestConfig s_patient = new() { ActivityTimeout = TimeSpan.FromMinutes(30) };

    private readonly AccountHandler _handler = new();
    private readonly k8s.Kubernetes _account;
    private readonly HttpMessageInvoker _invoker;
    private readonly WebApplication _app;

    private ApiProxy(
        KubernetesClientConfiguration account, string folder, Func<HttpContext, Func<Task>, Task> around, X509Certificate2? certificate)
    {
        _account = new k8s.Kubernetes(account, _handler);
        _handler.Account = _account;
        _invoker = new HttpMessageInvoker(_handler, disposeHandler: false);
        KubeconfigPath = Path.Combine(folder, "proxy.kubeconfig");
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                if (certificate is not null)
                {
                    listen.UseHttps(certificate);
                }
            });
        });
        builder.Services.AddLogging().AddHttpForwarder().AddSingleton<IHostLifetime, NoLifetime>();
        _app = builder.Build();
        _app.Run(context => around(context, () => ForwardAsync(context)));
    }

    /// <summary>
    /// The kubeconfig by which its clients come; it holds no credentials but a token that counts for nothing, without which
    /// KubernetesClient takes none.
    /// </summary>
    public string KubeconfigPath { get; }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Starts one.</summary>
    /// <param name="kubeconfig">The cluster, and the account that it speaks as.</param>
    /// <param name="folder">Where its own kubeconfig is written.</param>
    /// <param name="around">What happens around each request; given what forwards it and sends the answer.</param>
    /// <param name="certificate">Its certificate; null for one that speaks in the clear.</param>
    public static async Task<ApiProxy> StartAsync(
        string kubeconfig, string folder, Func<HttpContext, Func<Task>, Task> around, X509Certificate2? certificate = null)
    {
        var proxy = new ApiProxy(
            await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(new FileInfo(kubeconfig)), folder, around, certificate);
        await proxy._app.StartAsync();
        var address = proxy._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        proxy.Address = new Uri(address);
        await File.WriteAllTextAsync(proxy.KubeconfigPath, $$$"""
            apiVersion: v1
            kind: Config
            current-context: proxy
            clusters: [{name: proxy, cluster: {server: "{{{address}}}"}}]
            users: [{name: nobody, user: {token: none}}]
            contexts: [{name: proxy, context: {cluster: proxy, user: nobody}}]
            """);
        return proxy;
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

    private async Task ForwardAsync(HttpContext context) =>
        await context.RequestServices.GetRequiredService<IHttpForwarder>()
            .SendAsync(context, _account.BaseUri.GetLeftPart(UriPartial.Authority), _invoker, s_patient);

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

    // Ctrl+C is the surrounding program's to handle.
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
