using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Entities;

namespace BenchmarkApp;

/// <summary>A sum.</summary>
public sealed class Counter : TaskEntity<int>
{
    [Function(nameof(Counter))]
    public static Task DispatchAsync([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<Counter>();

    public void Add(int number) => State += number;
}
