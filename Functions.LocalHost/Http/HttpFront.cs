namespace Functions.LocalHost.Http;

/// <summary>The app's address.</summary>
internal sealed class HttpFront(WebApplication application) : IAsyncDisposable
{
    public IReadOnlyList<Uri> Addresses { get; } = [.. application.Urls.Select(url => new Uri(
        url.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal)))];

    /// <summary>Listens; nothing but 503 is answered until the functions run.</summary>
    public static async Task<HttpFront> StartAsync(
        HostSettings settings, FunctionCatalog catalog, HttpFunctions functions, ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggers).AddSingleton<IHostLifetime, NoLifetime>().AddRouting();
        builder.Services.AddSingleton<HttpForwarding>().AddHttpForwarder();
        builder.WebHost.UseUrls(settings.Urls).UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            // The real host's setting and limit.
            var isSet = long.TryParse(settings.Configuration["FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"], out var limit);
            (kestrel.AddServerHeader, kestrel.Limits.MaxRequestBodySize) = (false, isSet ? limit : 104_857_600);
        });
        var application = builder.Build();
        try
        {
            functions.MapOwn(application, settings.Urls);
            foreach (var function in catalog.Enabled.Where(function => function.IsHttp))
            {
                Map(application, function, function.PathBelow(settings.RoutePrefix), catalog, it => functions.AnswerAsync(it, function));
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

    public Task StopAsync(TimeSpan grace) => application.StopAsync(grace);

    public ValueTask DisposeAsync() => application.DisposeAsync();

    private static void Map(WebApplication application, FunctionInfo function, string path, FunctionCatalog catalog, RequestDelegate answer)
    {
        var who = $"{catalog.File}: function '{function.Name}' has the route '{path}'";
        try
        {
            _ = path.Split('/')[0].ToUpperInvariant() is "ADMIN" or "RUNTIME"
                ? throw new LocalHostException($"{who}; admin and runtime are the host's own.")
                : function.Methods is { Count: > 0 } methods ? application.MapMethods(path, methods, answer)
                : application.Map(path, answer);
        }
        catch (RoutePatternException exception)
        {
            throw new LocalHostException($"{who}: {exception.Message}", exception);
        }
    }
}
