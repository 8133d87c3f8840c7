namespace Functions.LocalHost.Functions;

/// <summary>The functions of functions.metadata beside the worker; <see cref="Enabled"/> are those that no setting disables.</summary>
internal sealed record FunctionCatalog(string File, IReadOnlyList<FunctionInfo> All, IReadOnlyList<FunctionInfo> Enabled)
{
    private static readonly string[] s_triggers =
        ["httpTrigger", "timerTrigger", "orchestrationTrigger", "activityTrigger", "entityTrigger"];
    private static readonly JsonNodeOptions s_json = new() { PropertyNameCaseInsensitive = true };

    public static FunctionCatalog Read(string folder, IConfiguration configuration)
    {
        var file = Path.Combine(folder, "functions.metadata");
        try
        {
            var all = JsonNode.Parse(System.IO.File.ReadAllText(file), s_json)!.AsArray().Select(node => Parse(node!)).ToList();
            return new FunctionCatalog(file, all, [.. all.Where(function => !IsDisabled(function.Name, configuration))]);
        }
        catch (Exception exception)
        {
            throw new LocalHostException(exception is IOException or UnauthorizedAccessException
                ? $"{file} cannot be read: its folder must be an isolated Functions app's build output."
                : $"{file}: {exception.Message.ReplaceLineEndings(" ")}", exception);
        }
    }

    // As the real host's AzureWebJobs.NAME.Disabled; where a variable's name may have no dots, with two underscores for each.
    private static bool IsDisabled(string function, IConfiguration configuration) =>
        new[] { $"AzureWebJobs.{function}.Disabled", $"AzureWebJobs:{function}:Disabled" }.Select(setting => configuration[setting])
            .Any(value => value is "1" || (bool.TryParse(value, out var disabled) && disabled));

    private static FunctionInfo Parse(JsonNode function)
    {
        var name = function["name"]!.ToString();
        var bindings = function["bindings"]!.AsArray().Select(binding => binding!.AsObject())
            .Select(binding => new FunctionBinding(binding["type"]!.ToString(), binding["name"]!.ToString(), binding)).ToList();
        var triggers = bindings.FindAll(binding => s_triggers.Contains(binding.Type));
        return bindings.Find(binding => !triggers.Contains(binding) && binding.Type is not ("http" or "durableClient")) is { } unknown
            ? throw new InvalidOperationException($"function '{name}' has a binding of type '{unknown.Type}', unknown to this host.")
            : triggers.Count == 1
            ? new FunctionInfo(name, $"{function["entryPoint"]}", triggers[0], bindings.FindAll(binding => binding.Type == "durableClient"))
            : throw new InvalidOperationException($"function '{name}' has {triggers.Count} triggers, and must have one.");
    }
}

internal sealed record FunctionInfo(string Name, string EntryPoint, FunctionBinding Trigger, IReadOnlyList<FunctionBinding> Clients)
{
    public bool IsHttp => Trigger.Type == "httpTrigger";
    public bool IsTimer => Trigger.Type == "timerTrigger";
    public IReadOnlyList<string> Methods =>
        [.. (Trigger.Properties["methods"] as JsonArray ?? []).Select(method => $"{method}".ToUpperInvariant())];

    public string PathBelow(string prefix) =>
        string.Join('/', new[] { prefix, Trigger["route"] ?? Name }.Select(part => part.Trim('/')).Where(part => part.Length > 0));
}

internal sealed record FunctionBinding(string Type, string Name, JsonObject Properties)
{
    public string? this[string property] => Properties[property]?.ToString();
}
