namespace Functions.Stores;

/// <summary>What an observation means for the wait: go on, wait, or give up.</summary>
public abstract record ReadinessDecision
{
    private ReadinessDecision()
    {
    }

    /// <summary>Turns the decision into what a retry policy understands.</summary>
    /// <exception cref="TransientStoreFailureException">Waiting.</exception>
    /// <exception cref="PermanentStoreFailureException">Hopeless.</exception>
    public void ThrowUnlessReady()
    {
        switch (this)
        {
            case Waiting { Reason: var reason }:
                throw new TransientStoreFailureException(reason.Reason, reason.Message);
            case Hopeless { Reason: var reason }:
                throw new PermanentStoreFailureException(reason.Reason, reason.Message);
        }
    }

    /// <summary>Everything asked about is ready.</summary>
    public sealed record Ready : ReadinessDecision;

    /// <summary>Not yet; nothing says that it cannot come.</summary>
    public sealed record Waiting(StoreFailure Reason) : ReadinessDecision;

    /// <summary>It will not come by waiting.</summary>
    public sealed record Hopeless(StoreFailure Reason) : ReadinessDecision;
}
