using Microsoft.Azure.Functions.Worker;


namespace Functions.Conformance;

public sealed class AsynchronousActivity(Journal journal)
{
    [Function(nameof(CountSlowly))]
    public async Task<int> CountSlowly([ActivityTrigger] string key, CancellationToken cancellationToken)
    {
        await Task.Delay(1, cancellationToken);
        return journal.Count(key);
    }
}
