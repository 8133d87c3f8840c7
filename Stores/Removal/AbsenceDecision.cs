using Stores.Core;

namespace Stores.Removal;

/// <summary>What a look at a store's remains means for its removal.</summary>
public abstract record AbsenceDecision
{
    private AbsenceDecision()
    {
    }

    /// <summary>Nothing is left that can be looked at.</summary>
    public sealed record Gone : AbsenceDecision;

    /// <summary>Something is left and may still go.</summary>
    /// <param name="Message">What keeps it, in one sentence.</param>
    public sealed record Waiting(string Message) : AbsenceDecision;

    /// <summary>It will not go by waiting, or has been waited for long enough.</summary>
    /// <param name="Reason">Why, and what to do.</param>
    public sealed record Stuck(StoreFailure Reason) : AbsenceDecision;
}
