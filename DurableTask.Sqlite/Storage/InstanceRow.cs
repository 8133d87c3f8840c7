using DurableTask.Core;

namespace DurableTask.Sqlite.Storage;

/// <summary>An orchestration or entity as it is stored; its input and history are beside it.</summary>
internal sealed record InstanceRow
{
    public required string Id { get; init; }

    /// <summary>The current execution; continuing as new begins another, and every batch of an entity.</summary>
    public required string Execution { get; init; }

    /// <summary>How many turns of the execution are stored.</summary>
    public int Turn { get; init; }

    public required string Name { get; init; }

    public string? Version { get; init; }

    public required OrchestrationStatus Status { get; init; }

    /// <summary>UTC; of the current execution.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime UpdatedAt { get; init; }

    /// <summary>UTC; null until it ends.</summary>
    public DateTime? CompletedAt { get; init; }

    /// <summary>UTC; null for at once.</summary>
    public DateTime? ScheduledAt { get; init; }

    public int? Generation { get; init; }

    /// <summary>As the data converter wrote it; of a failed one "type: message".</summary>
    public string? Output { get; init; }

    /// <summary>As the data converter wrote it; of an entity the status of its scheduler.</summary>
    public string? CustomStatus { get; init; }

    /// <summary>Who called it, as JSON; null for one that a client started.</summary>
    public string? Parent { get; init; }

    /// <summary>Its tags, as JSON.</summary>
    public string? Tags { get; init; }

    public bool IsTerminal => IsEnd(Status);

    public static bool IsEnd(OrchestrationStatus status) => status
        is OrchestrationStatus.Completed or OrchestrationStatus.Failed or OrchestrationStatus.Terminated or OrchestrationStatus.Canceled;

    public static bool IsEntity(string id) => id.StartsWith('@');

    public OrchestrationState ToState(string? input, bool withOutput) => new()
    {
        OrchestrationInstance = new OrchestrationInstance { InstanceId = Id, ExecutionId = Execution },
        Name = Name,
        Version = Version,
        OrchestrationStatus = Status,
        CreatedTime = CreatedAt,
        LastUpdatedTime = UpdatedAt,
        // What DurableTask.Core gives for one that has not ended.
        CompletedTime = CompletedAt ?? DateTime.MaxValue.Subtract(TimeSpan.FromDays(1)),
        ScheduledStartTime = ScheduledAt,
        Generation = Generation ?? 0,
        Input = input,
        Output = withOutput ? Output : null,
        Status = CustomStatus,
        ParentInstance = EventJson.ReadPart<ParentInstance>(Parent),
        Tags = EventJson.ReadPart<Dictionary<string, string>>(Tags),
    };
}
