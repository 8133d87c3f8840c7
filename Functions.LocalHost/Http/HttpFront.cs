using System.Net.Sockets;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Functions.LocalHost.Http;

/// <summary>The app's address.</summary>
internal sealed class HttpFront(WebApplication application) : IAsyncDisposable
{
    // The real host's limit and setting.
    private const long DefaultBodyLimit = 104_857_600;
    private const string BodyLimitSetting = "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT";

    public IReadOnlyList<Uri> Addresses { get; } = [.. application.Urls.Select(url => new Uri(
        url.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal)))];

    /// <summary>Listens; nothing but 503 is answered until the functions run.</summary>
    /// <exception cref="LocalHostException">The address is in use or wrong, or a function's route is.</exception>
    public static async Task<HttpFront> StartAsync(
        HostSettings settings, FunctionCatalog catalog, HttpFunctions functions, ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers).AddSingleton<IHostLifetime, NoLifetime>().AddRouting();
        builder.Services.AddSingleton<HttpForwarding>().AddHttpForwarder();
        builder.WebHost.UseUrls(settings.Urls).UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize =
                long.TryParse(settings.Configuration[BodyLimitSetting], out var limit) ? limit : DefaultBodyLimit;
        });
        var application = builder.Build();
        try
        {
            functions.MapOwn(application);
            foreach (var function in catalog.Enabled.Where(function => function.IsHttp))
            {
                Map(application, function, function.PathBelow(settings.RoutePrefix), catalog, functions);
            }

            // As the real host, which tells unknown methods from unknown routes no more than unknown routes from each other.
            application.MapFallback("{**path}", Problem.WriteNotFoundAsync);
            await application.StartAsync();
            return new HttpFront(application);
        }
        catch (Exception exception)
        {
            await application.DisposeAsync();
            throw exception is IOException or SocketException or FormatException or InvalidOperationException
                ? new LocalHostException(
                    $"Cannot listen on {settings.Urls}: {exception.Message.ReplaceLineEndings(" ")} Choose another with --port or --urls.",
                    exception)
                : exception;
        }
    }

    /// <summary>Takes no more requests, and lets those that run end, for so long.</summary>
    public Task StopAsync(TimeSpan grace) => application.StopAsync(grace);

    public ValueTask DisposeAsync() => application.DisposeAsync();

    private static void Map(
        WebApplication application, FunctionInfo function, string path, FunctionCatalog catalog, HttpFunctions functions)
    {
        var who = $"{catalog.File}: function '{function.Name}' has the route '{path}'";
        if (path.Split('/')[0].ToUpperInvariant() is "ADMIN" or "RUNTIME")
        {
            throw new LocalHostException($"{who}; admin and runtime are the host's own.");
        }

        try
        {
            RequestDelegate answer = context => functions.AnswerAsync(context, function);
            _ = function.Methods is { Count: > 0 } methods ? application.MapMethods(path, methods, answer) : application.Map(path, answer);
        }
        catch (RoutePatternException exception)
        {
            throw new LocalHostException($"{who}: {exception.Message}", exception);
        }
    }
}
