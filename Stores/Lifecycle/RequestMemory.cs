namespace Stores.Lifecycle;

/// <summary>Recognises requests that were accepted before by their Idempotency-Key, whatever has become of their operation since.</summary>
public static class RequestMemory
{
    /// <summary>How many requests a store remembers.</summary>
    public const int Length = 20;

    /// <summary>The answer to a request that came before; null when it did not.</summary>
    public static OperationDecision? Recall(StoreRecord record, OperationRequest request)
    {
        if (request.Key is null || record.Requests.FirstOrDefault(known => known.Key == request.Key) is not { } known)
        {
            return null;
        }

        return known.Kind == request.Kind && (request.Spec is null || known.Spec == request.Spec)
            ? new OperationDecision(OperationVerdict.Accepted, "The request was accepted before.", record, known.Operation)
            : new OperationDecision(
                OperationVerdict.KeyReused, "The key came with another request before; a new request needs a new key.", record,
                known.Operation);
    }

    /// <summary>Remembers an accepted request, and forgets the oldest where there are too many.</summary>
    public static OperationDecision Remember(OperationDecision decision, OperationRequest request) =>
        decision is not { Verdict: OperationVerdict.Accepted, Operation: { } operation } || request.Key is not { } key
            ? decision
            : decision with
            {
                Record = decision.Record with
                {
                    Requests = [.. decision.Record.Requests.Append(new RememberedRequest(key, request.Kind, request.Spec, operation))
                        .TakeLast(Length)],
                },
            };
}
