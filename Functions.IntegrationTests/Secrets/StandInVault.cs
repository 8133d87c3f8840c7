using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Functions.IntegrationTests.Secrets;

/// <summary>
/// As much of Key Vault's REST API as the adapters use: list, get, set, soft delete that takes its time, recovery, purge, throttling, and
/// the authentication challenge.
/// </summary>
internal sealed class StandInVault : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, int> _looksLeft = new();
    private readonly WebApplication _app;
    private int _throttled;

    private StandInVault(WebApplication app, string thumbprint)
    {
        _app = app;
        Thumbprint = thumbprint;
    }

    public Uri Address => new(_app.Urls.First());

    public string Thumbprint { get; }

    public ConcurrentDictionary<string, Secret> Live { get; } = new();

    public ConcurrentDictionary<string, Secret> Deleted { get; } = new();

    /// <summary>Everything that was ever set, oldest first: the versions.</summary>
    public ConcurrentQueue<Secret> Sets { get; } = new();

    /// <summary>Method, collection and status of each authenticated request.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public bool ForbidPurge { get; set; }

    public bool ForbidDelete { get; set; }

    /// <summary>How many looks at a deleted secret say 404 before it is seen deleted.</summary>
    public int DeletionLooks { get; set; }

    /// <summary>Has the deletions that still go on come to their end.</summary>
    public void EndDeletions() => _looksLeft.Clear();

    /// <summary>How many of the next requests are answered by 429 with Retry-After.</summary>
    public void Throttle(int requests) => _throttled = requests;

    public int? Fail { get; set; }

    /// <summary>Has all requests refused by 403, by the code and in the words of a real vault.</summary>
    public VaultWords? Refuse { get; set; }

    /// <summary>
    /// Called for each authenticated request - "DELETE secrets" - before it is carried out, and once more when it has been, before it is
    /// answered.
    /// </summary>
    public Func<string, bool, Task> Asked { get; set; } = (_, _) => Task.CompletedTask;

    public static async Task<StandInVault> StartAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = new CertificateRequest("CN=stand-in", key, HashAlgorithmName.SHA256).CreateSelfSigned(
            DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
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
            context.Response.Headers.WWWAuthenticate =
                "Bearer authorization=\"https://login.example.com/tenant\", resource=\"https://vault.azure.net\"";
            context.Response.StatusCode = 401;
            return;
        }

        if (Interlocked.Decrement(ref _throttled) >= 0)
        {
            context.Response.Headers.RetryAfter = "1";
            context.Response.StatusCode = 429;
            return;
        }

        var parts = context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var asked = $"{context.Request.Method} {parts[0]}";
        await Asked(asked, false);
        var (status, body) = Fail is { } failure ? (failure, null)
            : Refuse is { } refusal ? Forbidden(refusal)
            : parts is ["secrets"] ? (200, List(int.TryParse(context.Request.Query["$skiptoken"], out var from) ? from : 0))
            : await AnswerAsync(context, context.Request.Method, parts[0], parts[1], parts.ElementAtOrDefault(2));
        Requests.Enqueue($"{asked} {status}");
        await Asked(asked, true);
        context.Response.StatusCode = status;
        if (body is not null || status >= 400)
        {
            await context.Response.WriteAsJsonAsync(body ?? new { error = new { code = $"Code{status}", message = "as scripted" } });
        }
    }

    private async Task<(int Status, object? Body)> AnswerAsync(
        HttpContext context, string method, string collection, string name, string? action)
    {
        // A deletion goes on after it was answered, for as many looks as are asked for.
        var deleting = Deleted.ContainsKey(name) && _looksLeft.GetValueOrDefault(name) > 0;
        switch (method, collection)
        {
            case ("GET", "secrets"):
                return Live.TryGetValue(name, out var found) ? (200, Describe(found)) : (404, null);
            case ("PUT", "secrets") when Deleted.ContainsKey(name):
                return (409, null);
            case ("PUT", "secrets"):
                var set = await ReadAsync(context, name);
                Sets.Enqueue(set);
                return (200, Describe(Live[name] = set));
            case ("DELETE", "secrets") when ForbidDelete:
                return Forbidden(VaultWords.Rbac);
            case ("DELETE", "secrets") when Live.TryRemove(name, out var removed):
                _looksLeft[name] = DeletionLooks;
                return (200, Describe(Deleted[name] = removed));
            case ("GET", "deletedsecrets") when deleting:
                _looksLeft[name]--;
                return (404, null);
            case ("GET", "deletedsecrets"):
                return Deleted.TryGetValue(name, out var deleted) ? (200, Describe(deleted)) : (404, null);
            case ("POST", "deletedsecrets") when action == "recover" && Deleted.TryRemove(name, out var recovered):
                return (200, Describe(Live[name] = recovered));
            case ("DELETE", "deletedsecrets") when ForbidPurge:
                return Forbidden(VaultWords.Rbac);
            case ("DELETE", "deletedsecrets") when deleting:
                return (409, null);
            case ("DELETE", "deletedsecrets"):
                return Deleted.TryRemove(name, out _) ? (204, null) : (404, null);
            default:
                return (collection is "secrets" or "deletedsecrets" ? 404 : 405, null);
        }
    }

    // A vault says "Forbidden" of every 403, and why in the error within.
    private static (int Status, object? Body) Forbidden(VaultWords words) =>
        (403, new { error = new { code = "Forbidden", message = words.Message, innererror = new { code = words.Code } } });

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
            .Select(secret => new { id = $"{Address}secrets/{secret.Name}", tags = secret.Tags, attributes = new { enabled = true } })
            .ToList(),
        nextLink = from + 2 < Live.Count ? $"{Address}secrets?api-version=7.5&$skiptoken={from + 2}" : null,
    };

    private object Describe(Secret secret) => new
    {
        value = secret.Value,
        id = $"{Address}secrets/{secret.Name}/1",
        recoveryId = $"{Address}deletedsecrets/{secret.Name}",
        tags = secret.Tags,
        attributes = new { enabled = true, recoveryLevel = "Recoverable+Purgeable" },
        scheduledPurgeDate = new DateTimeOffset(2031, 5, 6, 7, 8, 9, TimeSpan.Zero).ToUnixTimeSeconds(),
    };

    internal sealed record Secret(string Name, string Value, Dictionary<string, string> Tags);
}
