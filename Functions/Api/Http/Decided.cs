using Grpc.Core;

namespace Functions.Api.Http;

/// <summary>What came of asking the durable state for a decision.</summary>
internal abstract record Decided<T>
{
    private Decided()
    {
    }

    /// <summary>It was decided.</summary>
    public sealed record Answered(T Answer) : Decided<T>;

    /// <summary>The orchestration that was to decide failed: asking again helps when its cause has gone.</summary>
    /// <param name="Instance">Its instance id, by which the log names it.</param>
    public sealed record Failed(string Instance) : Decided<T>;

    /// <summary>The decision did not come in time; it may still come.</summary>
    public sealed record Late : Decided<T>;

    /// <summary>The durable state could not be reached; what was asked may have arrived.</summary>
    public sealed record Unreachable(StatusCode Status) : Decided<T>;
}
