using DurableTask.Core;
using DurableTask.Core.History;
using DurableTask.Sqlite.Storage;

namespace DurableTask.Sqlite.Dispatch;

/// <summary>What the caller of an instance hears that ends without a turn of its own.</summary>
internal static class EndNotices
{
    public static IReadOnlyList<Outgoing> Of(InstanceRow row, OrchestrationStatus status, string? output, Envelopes envelopes)
    {
        if (EventJson.ReadPart<ParentInstance>(row.Parent) is not { } parent
            || EventJson.ReadPart<Dictionary<string, string>>(row.Tags)?.ContainsKey(OrchestrationTags.FireAndForget) == true)
        {
            return [];
        }

        var failure = new FailureDetails(status.ToString(), output ?? "", stackTrace: null, innerFailure: null, isNonRetriable: false);
        return
        [
            envelopes.Wrap(new TaskMessage
            {
                OrchestrationInstance = parent.OrchestrationInstance,
                Event = new SubOrchestrationInstanceFailedEvent(-1, parent.TaskScheduleId, output, details: null, failure),
            }),
        ];
    }
}
