using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Conformance;

/// <summary>GET journal/{key}: tells the tests, which are another process, what functions have done.</summary>
public sealed class GetJournal(Journal journal)
{
    /// <summary>200 with a <see cref="JournalEntry"/>.</summary>
    [Function(nameof(GetJournal))]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "journal/{key}")] HttpRequest request, string key) =>
        Results.Json(new JournalEntry(journal.CountOf(key), [.. journal.LinesWith(key)]));
}
