using Google.Protobuf.WellKnownTypes;

namespace Functions.LocalHost.Rpc;

/// <summary>The conversation with one worker process over its event stream.</summary>
internal sealed class WorkerChannel(ILoggerFactory loggers)
{
    private readonly Channel<StreamingMessage> _outgoing = Channel.CreateUnbounded<StreamingMessage>(new() { SingleReader = true });
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> _questions = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What the worker has to name itself by; nobody else knows it.</summary>
    public string WorkerId { get; } = Guid.NewGuid().ToString();

    public Task Closed => _closed.Task;
    /// <summary>Whether a function has succeeded: a worker that dies before is likely to die again.</summary>
    public bool HasServed { get; private set; }

    public async Task ServeAsync(
        IAsyncStreamReader<StreamingMessage> reader, IServerStreamWriter<StreamingMessage> writer, CancellationToken cancellationToken)
    {
        var writing = WriteAsync();
        try
        {
            await foreach (var message in reader.ReadAllAsync(cancellationToken))
            {
                if (message.RpcLog is { LogCategory: not RpcLog.Types.RpcLogCategory.CustomMetric } log)
                {
                    // Under the worker's own categories, whether a function runs or not.
                    var text = $"{log.Message} {log.Exception?.Message}".TrimEnd();
                    loggers.CreateLogger(log.Category).Log((LogLevel)log.Level, "{Message}", text);
                }
                else if (_questions.TryRemove(message.RequestId, out var question))
                {
                    question.TrySetResult(message);
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The process is gone, and its watcher tells.
        }

        End();
        await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        async Task WriteAsync()
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync(cancellationToken))
            {
                await writer.WriteAsync(message, cancellationToken);
            }
        }
    }

    /// <summary>Sends a message that the worker answers, now or once it has opened its stream, and returns the answer.</summary>
    public async Task<StreamingMessage> AskAsync(StreamingMessage question)
    {
        var answer = new TaskCompletionSource<StreamingMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        question.RequestId = Guid.NewGuid().ToString();
        _questions[question.RequestId] = answer;
        // After a failed attempt to send there is no End that would fail it.
        return _outgoing.Writer.TryWrite(question) ? await answer.Task : throw Ended();
    }

    /// <summary>Runs a function; a cancellation is told to the worker, and its answer awaited all the same.</summary>
    public async Task<InvocationResponse> InvokeAsync(InvocationRequest request, CancellationToken cancellationToken)
    {
        var asking = AskAsync(new StreamingMessage { InvocationRequest = request });
        await using var registration = cancellationToken.Register(() => _outgoing.Writer.TryWrite(
            new StreamingMessage { InvocationCancel = new InvocationCancel { InvocationId = request.InvocationId } }));
        var response = (await asking).InvocationResponse;
        HasServed |= response.Result.Status == StatusResult.Types.Status.Success;
        return response;
    }

    public void Terminate(TimeSpan grace) => _outgoing.Writer.TryWrite(
        new StreamingMessage { WorkerTerminate = new WorkerTerminate { GracePeriod = Duration.FromTimeSpan(grace) } });

    public void End()
    {
        _outgoing.Writer.TryComplete();
        _closed.TrySetResult();
        _questions.Values.ToList().ForEach(question => question.TrySetException(Ended()));
    }

    private static WorkerProcessExitException Ended() => new("The worker process ended while it ran the function.");
}
