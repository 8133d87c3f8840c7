using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Functions.LocalHost.Functions;

/// <summary>Runs functions in the worker, and counts them, so that the host can stop when none does.</summary>
internal sealed class FunctionRunner(FunctionCatalog catalog, WorkerSupervisor supervisor, TimeProvider clock)
{
    // What a function returned is stored right after it; nothing tells when.
    private static readonly TimeSpan s_settling = TimeSpan.FromMilliseconds(100);
    private static readonly JsonSerializerSettings s_datesAsWritten = new() { DateParseHandling = DateParseHandling.None };

    private readonly Dictionary<string, FunctionInfo> _functions = catalog.All.ToDictionary(function => function.Name);
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    // The host itself is one, until it is to stop.
    private int _running = 1;
    private volatile Task? _drained;

    public async Task<object?> RunAsync(string function, object? trigger, Binder binder, CancellationToken cancellationToken)
    {
        if (_drained is { } drained)
        {
            // Held, not refused: what is refused comes again at once.
            await drained;
            throw new OperationCanceledException("The host stops.");
        }

        Interlocked.Increment(ref _running);
        try
        {
            var worker = await supervisor.LoadedAsync(cancellationToken);
            return worker.LoadErrors.TryGetValue(function, out var error)
                ? throw new RpcException("Failure", $"Function '{function}' could not be loaded: {error}", "")
                : await RunAsync(_functions[function], trigger, binder, worker, cancellationToken);
        }
        catch (WorkerProcessExitException) when (_functions[function].Trigger.Type == "entityTrigger")
        {
            // The extension does a turn again that ended so; what else a worker's death does to an entity is to lose its messages.
            throw new InvalidOperationException("Did not find any initialized language workers");
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Lets nothing new begin, and what runs end, for so long.</summary>
    public Task DrainAsync(TimeSpan grace)
    {
        // First nothing new begins, so that what is counted becomes no more.
        var drained = _drained = _idle.Task.WaitAsync(grace, clock)
            .ContinueWith(_ => Task.Delay(s_settling, clock), TaskScheduler.Default).Unwrap();
        Leave();
        return drained;
    }

    private static async Task<object?> RunAsync(
        FunctionInfo function, object? trigger, Binder binder, LoadedWorker worker, CancellationToken cancellationToken)
    {
        var request = new InvocationRequest
        {
            InvocationId = Guid.NewGuid().ToString(),
            FunctionId = worker.FunctionIds[function.Name],
            TraceContext = new() { TraceParent = Activity.Current?.Id ?? "", TraceState = Activity.Current?.TraceStateString ?? "" },
        };
        request.InputData.Add(new ParameterBinding { Name = function.Trigger.Name, Data = Data(trigger) });
        foreach (var client in function.Clients)
        {
            var attribute = new DurableClientAttribute { TaskHub = client["taskHub"], ConnectionName = client["connectionName"] };
            var value = await binder.BindAsync<string>(attribute, cancellationToken);
            request.InputData.Add(new ParameterBinding { Name = client.Name, Data = Data(value) });
        }

        if (function.Trigger.Type == "activityTrigger")
        {
            request.TriggerMetadata["instanceId"] = Data(binder.BindingData["instanceId"]);
        }

        if (trigger is not HttpCall call)
        {
            return await ResultAsync(worker.Channel.InvokeAsync(request, cancellationToken), cancellationToken);
        }

        foreach (var (name, value) in HttpForwarding.ValuesOf(call.Context.Request))
        {
            request.TriggerMetadata[name] = Data(value);
        }

        var result = ResultAsync(worker.Channel.InvokeAsync(request, cancellationToken), cancellationToken);
        // However the answer fares, the function has not ended before it has.
        call.Forwarding = call.Context.RequestServices.GetRequiredService<HttpForwarding>()
            .ForwardAsync(call.Context, request.InvocationId, worker.HttpUri!, result, cancellationToken);
        await Task.WhenAll(call.Forwarding, result).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await call.Forwarding;
        return await result;
    }

    private static async Task<object?> ResultAsync(Task<InvocationResponse> invocation, CancellationToken cancellationToken)
    {
        var response = await invocation;
        var failure = response.Result.Exception;
        return response.Result.Status switch
        {
            StatusResult.Types.Status.Success => Value(response.ReturnValue),
            // A function that gave up by itself has failed with what it says.
            StatusResult.Types.Status.Cancelled when cancellationToken.IsCancellationRequested =>
                throw new OperationCanceledException(cancellationToken),
            var status => throw new RpcException(status.ToString(), failure?.Message ?? response.Result.Result, failure?.StackTrace ?? ""),
        };
    }

    private bool Leave() => Interlocked.Decrement(ref _running) == 0 && _idle.TrySetResult();

    private static TypedData Data(object? value) => value switch
    {
        null => new TypedData(),
        TimerInfo timer => new TypedData { Json = JsonConvert.SerializeObject(new { timer.ScheduleStatus, timer.IsPastDue }) },
        HttpCall => new TypedData { Http = new RpcHttp() },
        _ => new TypedData { String = (string)value },
    };

    // As the extension takes it: JSON as tokens, all else as what it is.
    private static object? Value(TypedData? data) => data?.DataCase switch
    {
        TypedData.DataOneofCase.Json => (object?)JsonConvert.DeserializeObject<JToken>(data.Json, s_datesAsWritten),
        TypedData.DataOneofCase.Bytes => data.Bytes.ToByteArray(),
        TypedData.DataOneofCase.String => data.String,
        TypedData.DataOneofCase.Int => data.Int,
        TypedData.DataOneofCase.Double => data.Double,
        _ => null,
    };
}
