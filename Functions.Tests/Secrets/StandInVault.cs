using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Functions.Tests.Secrets;

/// <summary>As much of Key Vault's REST API as the adapter uses: list, get, set, soft delete, purge, and the authentication challenge.</summary>
internal sealed class StandInVault : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StandInVault(WebApplication app, string thumbprint)
    {
        _app = app;
        Thumbprint = thumbprint;
    }

    public Uri Address => new(_app.Urls.First());

    public string Thumbprint { get; }

    public ConcurrentDictionary<string, Secret> Live { get; } = new();

    public ConcurrentDictionary<string, Secret> Deleted { get; } = new();

    public bool ForbidPurge { get; set; }

    public int? Fail { get; set; }

    public static async Task<StandInVault> StartAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = new CertificateRequest("CN=stand-in", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        var app = builder.Build();
        var vault = new StandInVault(app, certificate.Thumbprint);
        app.Run(vault.HandleAsync);
        await app.StartAsync();
        return vault;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        if (context.Request.Headers.Authorization.Count == 0)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer authorization=\"https://login.example.com/tenant\", resource=\"https://vault.azure.net\"";
            context.Response.StatusCode = 401;
            return;
        }

        var parts = context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var (status, body) = Fail is { } failure ? (failure, null) : (context.Request.Method, parts[0]) switch
        {
            ("GET", "secrets") when parts.Length == 1 => (200, List(int.TryParse(context.Request.Query["$skiptoken"], out var from) ? from : 0)),
            ("GET", "secrets") => Live.TryGetValue(parts[1], out var found) ? (200, Describe(found)) : (404, null),
            ("PUT", "secrets") => Deleted.ContainsKey(parts[1]) ? (409, null) : (200, Describe(Live[parts[1]] = await ReadAsync(context, parts[1]))),
            ("DELETE", "secrets") => Live.TryRemove(parts[1], out var removed) ? (200, Describe(Deleted[parts[1]] = removed)) : (404, null),
            ("GET", "deletedsecrets") => Deleted.TryGetValue(parts[1], out var deleted) ? (200, Describe(deleted)) : (404, null),
            ("DELETE", "deletedsecrets") => ForbidPurge ? (403, null) : Deleted.TryRemove(parts[1], out _) ? (204, null) : (404, (object?)null),
            _ => (405, null),
        };
        context.Response.StatusCode = status;
        if (body is not null || status >= 400)
        {
            await context.Response.WriteAsJsonAsync(body ?? new { error = new { code = $"Code{status}", message = "as scripted" } });
        }
    }

    private async Task<Secret> ReadAsync(HttpContext context, string name)
    {
        using var json = await JsonDocument.ParseAsync(context.Request.Body);
        return new Secret(
            name, json.RootElement.GetProperty("value").GetString()!,
            json.RootElement.GetProperty("tags").EnumerateObject().ToDictionary(tag => tag.Name, tag => tag.Value.GetString()!));
    }

    // Two a page; values are not listed.
    private object List(int from) => new
    {
        value = Live.Values.OrderBy(secret => secret.Name, StringComparer.Ordinal).Skip(from).Take(2)
            .Select(secret => new { id = $"{Address}secrets/{secret.Name}", tags = secret.Tags, attributes = new { enabled = true } }).ToList(),
        nextLink = from + 2 < Live.Count ? $"{Address}secrets?api-version=7.5&$skiptoken={from + 2}" : null,
    };

    private object Describe(Secret secret) => new
    {
        value = secret.Value,
        id = $"{Address}secrets/{secret.Name}/1",
        recoveryId = $"{Address}deletedsecrets/{secret.Name}",
        tags = secret.Tags,
        attributes = new { enabled = true, recoveryLevel = "Recoverable+Purgeable" },
    };

    internal sealed record Secret(string Name, string Value, Dictionary<string, string> Tags);
}
