namespace Functions.LocalHost.Functions;

/// <summary>A function as functions.metadata describes it.</summary>
internal sealed record FunctionInfo(string Name, string EntryPoint, FunctionBinding Trigger, IReadOnlyList<FunctionBinding> Clients)
{
    public bool IsHttp => Trigger.Type == "httpTrigger";

    public bool IsTimer => Trigger.Type == "timerTrigger";

    public IReadOnlyList<string> Methods =>
        [.. (Trigger.Properties["methods"] as JsonArray ?? []).Select(method => $"{method}".ToUpperInvariant())];

    public string PathBelow(string prefix) =>
        string.Join('/', new[] { prefix, Trigger["route"] ?? Name }.Select(part => part.Trim('/')).Where(part => part.Length > 0));
}

/// <summary>One binding of a function.</summary>
internal sealed record FunctionBinding(string Type, string Name, JsonObject Properties)
{
    public string? this[string property] => Properties[property]?.ToString();
}
