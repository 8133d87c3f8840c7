using Grpc.Core;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Functions.Api.Http;

/// <summary>Asks the durable state for decisions: a client can signal an entity, but only an orchestration gets its answer.</summary>
public sealed partial class Decisions(TimeProvider clock, ILogger<Decisions> logger)
{
    // The client's own wait for a completion looks every two seconds on Azure Storage.
    private const double Growth = 1.6;
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMilliseconds(500);

    /// <summary>Starts an orchestration and reads how it ended.</summary>
    /// <param name="client">The durable client.</param>
    /// <param name="orchestrator">Its output is the decision.</param>
    /// <param name="input">Its input.</param>
    /// <param name="subject">What is asked, for the log: "delete of store 'demo'".</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    internal async Task<Decided<T>> AskAsync<T>(
        DurableTaskClient client, string orchestrator, object input, string subject, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(patience);
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var instance = await client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, wait.Token);
            var ended = await EndAsync(client, instance, wait.Token);
            if (ended.RuntimeStatus == OrchestrationRuntimeStatus.Completed)
            {
                return new Decided<T>.Answered(ended.ReadOutputAs<T>()!);
            }

            // Storage keeps no details of a failure: the output is "type: message".
            LogFailed(
                subject, orchestrator, instance, ended.RuntimeStatus,
                ended.SerializedOutput?.ReplaceLineEndings(" ") ?? "it left no reason");
            return new Decided<T>.Failed(instance);
        }
        catch (Exception exception) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested
            && exception is OperationCanceledException or RpcException)
        {
            return new Decided<T>.Late();
        }
        catch (RpcException exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new Decided<T>.Unreachable(exception.StatusCode);
        }
    }

    private async Task<OrchestrationMetadata> EndAsync(DurableTaskClient client, string instance, CancellationToken cancellationToken)
    {
        for (var pause = s_firstPause; ; pause = pause * Growth < s_longestPause ? pause * Growth : s_longestPause)
        {
            await Task.Delay(pause, clock, cancellationToken);
            // With its output, which is small: to ask for it only at the end would be a round trip more.
            if (await client.GetInstanceAsync(instance, getInputsAndOutputs: true, cancellationToken) is { IsCompleted: true } ended)
            {
                return ended;
            }
        }
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The {Subject} could not be decided: orchestration {Orchestrator} ({Instance}) is {Status}: {Reason}. "
            + "Mend the cause, then ask again.")]
    private partial void LogFailed(string subject, string orchestrator, string instance, OrchestrationRuntimeStatus status, string reason);
}
