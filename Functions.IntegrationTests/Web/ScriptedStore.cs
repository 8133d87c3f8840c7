namespace Functions.IntegrationTests.Web;

/// <summary>A store as the scripted API shows it.</summary>
internal sealed record ScriptedStore(string Name, string Phase)
{
    public string Plan { get; init; } = "small";

    public string Engine { get; init; } = "mariadb";

    public string? Step { get; init; }

    public string? Message { get; init; }

    public int? QueuePosition { get; init; }

    public string? Url { get; init; }

    public string Namespace => $"store-{Name}";

    public int Generation { get; init; } = 1;

    public DateTime CreatedAt { get; init; } = DateTime.UtcNow;

    public DateTime UpdatedAt { get; init; } = DateTime.UtcNow;

    public string? Failed { get; init; }

    public ScriptedDegradation? Degradation { get; init; }

    public ScriptedFailure? Failure { get; init; }

    public ScriptedAdmin? Admin { get; init; }

    public bool? HasMailRelay { get; init; }

    public IReadOnlyList<ScriptedStep> Timeline { get; init; } = [];

    public static ScriptedStore Queued(string name, int position) => new(name, "Queued") { QueuePosition = position, Step = "AwaitSlot" };

    /// <summary>A store at a step that began a while ago.</summary>
    public static ScriptedStore Provisioning(string name, string step, string message, TimeSpan since) => new(name, "Provisioning")
    {
        Step = step,
        Message = message,
        Timeline =
        [
            new("AwaitSlot", DateTime.UtcNow - since - TimeSpan.FromSeconds(7), DateTime.UtcNow - since),
            new(step, DateTime.UtcNow - since, null),
        ],
    };

    public static ScriptedStore Ready(string name, string url) => new(name, "Ready") { Url = url };
}

internal sealed record ScriptedAdmin(string Url, string Secret, ScriptedVault? Vault = null);

internal sealed record ScriptedVault(string Host, string User, string Password);

internal sealed record ScriptedStep(string Step, DateTime StartedAt, DateTime? EndedAt);

internal sealed record ScriptedFailure(
    string Step, string Reason, string Message, IReadOnlyList<string> Leftovers, DateTime? KeptUntil = null);

internal sealed record ScriptedDegradation(DateTime Since, IReadOnlyList<ScriptedReason> Reasons);

internal sealed record ScriptedReason(string Reason, string Message);
