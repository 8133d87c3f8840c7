namespace Functions.LocalHost.Rpc;

/// <summary>A worker that has said what it has and loaded it: HttpUri is its own web server; dictionaries are by function names.</summary>
internal sealed record LoadedWorker(
    WorkerChannel Channel, Uri? HttpUri, IReadOnlyDictionary<string, string> FunctionIds, IReadOnlyDictionary<string, string> LoadErrors)
{
    /// <summary>What this host says its version is: the series of the real host whose protocol it speaks.</summary>
    public static string HostVersion => $"4.{Assembly.GetExecutingAssembly().GetName().Version!.ToString(3)}";

    public static async Task<LoadedWorker> LoadAsync(WorkerChannel channel, FunctionCatalog catalog, string appFolder)
    {
        var start = new WorkerInitRequest { HostVersion = HostVersion, WorkerDirectory = appFolder, FunctionAppDirectory = appFolder };
        var started = (await channel.AskAsync(new StreamingMessage { WorkerInitRequest = start })).WorkerInitResponse;
        Check(started.Result, "start");
        var ask = new FunctionsMetadataRequest { FunctionAppDirectory = appFolder };
        var listed = (await channel.AskAsync(new StreamingMessage { FunctionsMetadataRequest = ask })).FunctionMetadataResponse;
        Check(listed.Result, "list its functions");
        var functions = listed.FunctionMetadataResults;
        var differing = functions.Select(function => (function.Name, function.EntryPoint)).ToHashSet();
        differing.SymmetricExceptWith(catalog.All.Select(function => (function.Name, function.EntryPoint)));
        if (differing.Count > 0)
        {
            throw new LocalHostException($"{catalog.File} and the worker differ in '{differing.First().Name}': build the app anew.");
        }

        var httpUri = started.Capabilities.TryGetValue("HttpUri", out var uri) ? new Uri(uri) : null;
        if (httpUri is null && catalog.All.FirstOrDefault(function => function.IsHttp) is { } http)
        {
            throw new LocalHostException($"Function '{http.Name}' needs ConfigureFunctionsWebApplication() in the app's Program.cs.");
        }

        var errors = new ConcurrentDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        await Task.WhenAll(functions.Select(LoadAsync));
        return errors.Count < functions.Count
            ? new LoadedWorker(channel, httpUri, functions.ToDictionary(function => function.Name, function => function.FunctionId), errors)
            : throw new LocalHostException(functions.Count == 0
                ? $"{catalog.File} has no functions."
                : $"No function can be loaded; '{errors.First().Key}': {errors.First().Value}");

        async Task LoadAsync(RpcFunctionMetadata function)
        {
            var request = new FunctionLoadRequest { FunctionId = function.FunctionId, Metadata = function };
            var result = (await channel.AskAsync(new StreamingMessage { FunctionLoadRequest = request })).FunctionLoadResponse.Result;
            _ = result.Status != StatusResult.Types.Status.Success
                && errors.TryAdd(function.Name, $"{function.EntryPoint}: {FirstLine(result)}");
        }
    }

    private static void Check(StatusResult result, string what) => _ = result.Status == StatusResult.Types.Status.Success
        ? true : throw new LocalHostException($"The worker could not {what}: {FirstLine(result)}");

    private static string FirstLine(StatusResult result) => (result.Exception?.Message ?? result.Result).Split('\n')[0].Trim();
}
