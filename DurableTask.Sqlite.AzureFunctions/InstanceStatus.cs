using DurableTask.Core;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace DurableTask.Sqlite.AzureFunctions;

/// <summary>An instance as the extension's own client sees it.</summary>
internal static class InstanceStatus
{
    public static DurableOrchestrationStatus Of(OrchestrationState state, bool withInput) => new()
    {
        Name = state.Name,
        InstanceId = state.OrchestrationInstance.InstanceId,
        ParentInstanceId = state.ParentInstance?.OrchestrationInstance.InstanceId,
        CreatedTime = state.CreatedTime,
        LastUpdatedTime = state.LastUpdatedTime,
        RuntimeStatus = Enum.Parse<OrchestrationRuntimeStatus>(state.OrchestrationStatus.ToString()),
        CustomStatus = Token(state.Status),
        Input = withInput ? Token(state.Input) : null,
        Output = Token(state.Output),
    };

    /// <summary>JSON as it is, and anything else, such as a failure's "type: message", as a string.</summary>
    private static JToken? Token(string? text)
    {
        try
        {
            return text is null ? null : JToken.Parse(text);
        }
        catch (JsonReaderException)
        {
            return text;
        }
    }
}
