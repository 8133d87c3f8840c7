using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;

namespace Functions.IntegrationTests.Web;

/// <summary>The built page over an API whose stores the test moves by hand.</summary>
internal sealed class ScriptedApi : IAsyncDisposable
{
    // The one that the app sends: what it forbids fails here too, as a complaint on the console.
    private const string ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, ScriptedStore> _stores = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _asked = new();

    private ScriptedApi(WebApplication app) => _app = app;

    /// <summary>Where the page's built files are: they come with the app into every output folder.</summary>
    public static string PageFolder => Path.Combine(AppContext.BaseDirectory, "wwwroot");

    public Uri Address => new(_app.Urls.Single());

    /// <summary>Answers in place of the script where it is not null.</summary>
    public Func<HttpRequest, IResult?> Refusal { get; set; } = _ => null;

    /// <summary>Whether connections to the API break before any answer.</summary>
    public bool Unreachable { get; set; }

    /// <summary>The function key without which the API answers 401; null for none.</summary>
    public string? FunctionKey { get; set; }

    /// <summary>What the API was asked: method, path and body.</summary>
    public IReadOnlyCollection<string> Asked => _asked;

    public static async Task<ScriptedApi> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var api = new ScriptedApi(builder.Build());
        api.Map();
        await api._app.StartAsync();
        return api;
    }

    public void Put(params ReadOnlySpan<ScriptedStore> stores)
    {
        foreach (var store in stores)
        {
            _stores[store.Name] = store;
        }
    }

    public void Remove(string name) => _stores.TryRemove(name, out _);

    public int CountAsked(string request) => _asked.Count(asked => asked == request);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private void Map()
    {
        _app.Use(GuardAsync);
        _app.MapGet("/api/stores", () => new { stores = _stores.Values.OrderBy(store => store.Name, StringComparer.Ordinal) });
        _app.MapGet("/api/queue", Queue);
        _app.MapPost("/api/stores", (JsonElement spec) =>
        {
            var store = ScriptedStore.Queued(spec.GetProperty("name").GetString()!, position: 1);
            Put(store);
            return Results.Json(store, statusCode: StatusCodes.Status202Accepted);
        });
        _app.MapPost("/api/stores/{name}/{verb}", (string name, string verb) =>
        {
            Put(
                verb == "cancel"
                    ? new ScriptedStore(name, "Failed")
                    {
                        Failed = "Provision",
                        Failure = new("AwaitWorkloads", "Cancelled", "It was stopped on request.", []),
                    }
                    : ScriptedStore.Queued(name, position: 1));
            return Results.Json(_stores[name], statusCode: StatusCodes.Status202Accepted);
        });
        _app.MapDelete("/api/stores/{name}", (string name) =>
        {
            Put(new ScriptedStore(name, "Deleting") { Step = "UninstallRelease", Message = $"Uninstalling release {name}." });
            return Results.Json(_stores[name], statusCode: StatusCodes.Status202Accepted);
        });

        var files = new PhysicalFileProvider(PageFolder);
        _app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        _app.UseStaticFiles(
            new StaticFileOptions
            {
                FileProvider = files,
                OnPrepareResponse = file => file.Context.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy,
            });
    }

    private async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (!request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
        {
            await next(context);
            return;
        }

        request.EnableBuffering();
        using var reader = new StreamReader(request.Body, leaveOpen: true);
        var body = await reader.ReadToEndAsync();
        request.Body.Position = 0;
        _asked.Enqueue($"{request.Method} {request.Path} {body}".TrimEnd());

        if (Unreachable)
        {
            context.Abort();
        }
        else if (FunctionKey is not null && request.Headers["x-functions-key"] != FunctionKey)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        else if (Refusal(request) is { } refusal)
        {
            await refusal.ExecuteAsync(context);
        }
        else
        {
            await next(context);
        }
    }

    private object Queue() => new
    {
        capacity = 2,
        provisioning = _stores.Values.Where(store => store.Phase == "Provisioning")
            .Select(store => new { store = store.Name, since = store.CreatedAt }),
        waiting = _stores.Values.Where(store => store.QueuePosition is not null).OrderBy(store => store.QueuePosition)
            .Select(store => new { store = store.Name, position = store.QueuePosition, since = store.CreatedAt }),
    };
}
