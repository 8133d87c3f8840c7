namespace Functions.LocalHost.Functions;

/// <summary>The functions of functions.metadata beside the worker; <see cref="Enabled"/> are those that no setting disables.</summary>
internal sealed record FunctionCatalog(string File, IReadOnlyList<FunctionInfo> All, IReadOnlyList<FunctionInfo> Enabled)
{
    private static readonly string[] s_triggers =
        ["httpTrigger", "timerTrigger", "orchestrationTrigger", "activityTrigger", "entityTrigger"];
    private static readonly JsonNodeOptions s_json = new() { PropertyNameCaseInsensitive = true };

    /// <exception cref="LocalHostException">The file is missing or not as the SDK writes it, or a binding is unknown here.</exception>
    public static FunctionCatalog Read(string folder, IConfiguration configuration)
    {
        var file = Path.Combine(folder, "functions.metadata");
        try
        {
            var all = JsonNode.Parse(System.IO.File.ReadAllText(file), s_json)!.AsArray().Select(node => Parse(node!)).ToList();
            return new FunctionCatalog(file, all, [.. all.Where(function => !IsDisabled(function.Name, configuration))]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LocalHostException($"{file} cannot be read: its folder must be an isolated Functions app's build output.", exception);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or NullReferenceException)
        {
            throw new LocalHostException($"{file}: {exception.Message.ReplaceLineEndings(" ")}", exception);
        }
    }

    // As the real host's AzureWebJobs.NAME.Disabled; where a variable's name may have no dots, with two underscores for each.
    private static bool IsDisabled(string function, IConfiguration configuration) =>
        new[] { $"AzureWebJobs.{function}.Disabled", $"AzureWebJobs:{function}:Disabled" }.Any(setting =>
            configuration[setting] is "1" || (bool.TryParse(configuration[setting], out var disabled) && disabled));

    private static bool IsClient(FunctionBinding binding) => binding.Type == "durableClient";

    private static FunctionInfo Parse(JsonNode function)
    {
        var name = function["name"]!.ToString();
        var bindings = function["bindings"]!.AsArray().Select(binding => binding!.AsObject())
            .Select(binding => new FunctionBinding(binding["type"]!.ToString(), binding["name"]!.ToString(), binding)).ToList();
        var triggers = bindings.FindAll(binding => s_triggers.Contains(binding.Type));
        return bindings.Find(binding => !triggers.Contains(binding) && !IsClient(binding) && binding.Type != "http") is { } unknown
            ? throw new InvalidOperationException($"function '{name}' has a binding of type '{unknown.Type}', unknown to this host.")
            : triggers.Count == 1
            ? new FunctionInfo(name, function["entryPoint"]!.ToString(), triggers[0], bindings.FindAll(IsClient))
            : throw new InvalidOperationException($"function '{name}' has {triggers.Count} triggers, and must have one.");
    }
}
