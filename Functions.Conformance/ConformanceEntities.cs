using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Entities;

namespace Functions.Conformance;

/// <summary>A number, whose keys the tests make for themselves.</summary>
public sealed class NumberEntity : TaskEntity<int>
{
    [Function(nameof(NumberEntity))]
    public static Task DispatchAsync([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<NumberEntity>();

    public int Add(int number) => State += number;

    public int Get() => State;

    public async Task<int> AddSlowly(int number)
    {
        await Task.Delay(1);
        return State += number;
    }

    public string Describe(TaskEntityContext context, string prefix = "none") => $"{prefix} {context.Id}";

    public void Reset() => State = default;

    public void AddThenFail(int number)
    {
        State += number;
        Context.SignalEntity(new EntityInstanceId(nameof(NumberEntity), $"{Context.Id.Key}-other"), nameof(Add), 1);
        Context.ScheduleNewOrchestration(
            nameof(SharedFunctions.ReturnInput),
            "started",
            new Microsoft.DurableTask.StartOrchestrationOptions($"{Context.Id.Key}-started"));
        throw new InvalidOperationException("too much", new FormatException("the cause"));
    }

    public void Spread(int number)
    {
        Context.SignalEntity(new EntityInstanceId(nameof(NumberEntity), $"{Context.Id.Key}-other"), nameof(Add), number);
        Context.ScheduleNewOrchestration(
            nameof(SharedFunctions.ReturnInput),
            $"{number}",
            new Microsoft.DurableTask.StartOrchestrationOptions($"{Context.Id.Key}-started"));
    }
}

/// <summary>Words in the order in which they came; empties itself by setting its state to null.</summary>
public sealed class WordsEntity : TaskEntity<List<string>?>
{
    [Function(nameof(WordsEntity))]
    public static Task DispatchAsync([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync(new WordsEntity());

    public void Append(string word) => State!.Add(word);

    public void Vanish() => State = null;

    protected override List<string>? InitializeState(TaskEntityOperation entityOperation) => [];
}

/// <summary>A state whose methods are the operations.</summary>
public sealed class Basket
{
    public List<string> Items { get; set; } = [];

    [Function(nameof(Basket))]
    public static Task DispatchAsync([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<Basket>();

    public int Put(string item)
    {
        Items.Add(item);
        return Items.Count;
    }
}
