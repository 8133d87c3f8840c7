using System.Text.Json;
using DurableTask.Core;
using DurableTask.Core.Entities;
using DurableTask.Core.Entities.OperationFormat;

namespace DurableTask.Sqlite.Tests;

/// <summary>An entity that keeps a list: add, get, forward (adds and signals another), start (an orchestration), delete, fail.</summary>
internal sealed class Ledger : TaskEntity
{
    public override Task<EntityBatchResult> ExecuteOperationBatchAsync(EntityBatchRequest operations)
    {
        var state = operations.EntityState;
        List<OperationResult> results = [];
        List<OperationAction> actions = [];
        foreach (var operation in operations.Operations!)
        {
            List<string> list = state is null ? [] : JsonSerializer.Deserialize<List<string>>(state)!;
            switch (operation.Operation)
            {
                case "add" or "forward":
                    list.Add(operation.Input!);
                    if (operation.Operation == "forward")
                    {
                        actions.Add(new SendSignalOperationAction { InstanceId = "@ledger@all", Name = "add", Input = operation.Input });
                    }

                    break;
                case "start":
                    actions.Add(new StartNewOrchestrationOperationAction
                    {
                        InstanceId = operation.Input,
                        Name = "return",
                        Input = "\"x\"",
                    });
                    break;
                case "fail":
                    var failure = new FailureDetails("Trouble", "unlucky", null, null, false);
                    results.Add(new OperationResult { ErrorMessage = "unlucky", FailureDetails = failure });
                    continue;
            }

            state = operation.Operation == "delete" ? null : JsonSerializer.Serialize(list);
            results.Add(new OperationResult { Result = string.Join(',', list) });
        }

        return Task.FromResult(new EntityBatchResult { Results = results, Actions = actions, EntityState = state });
    }
}
