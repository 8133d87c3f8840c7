using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;

namespace Functions.Conformance;

/// <summary>Orchestrations that call and signal entities.</summary>
public static class EntityFunctions
{
    [Function(nameof(AddUpWithEntity))]
    public static async Task<string> AddUpWithEntity([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var key = context.GetInput<string>()!;
        var id = new EntityInstanceId(nameof(NumberEntity), key);
        var answers = new List<string>
        {
            $"{await context.Entities.CallEntityAsync<int>(id, nameof(NumberEntity.Add), 1)}",
            $"{await context.Entities.CallEntityAsync<int>(id, "add", 2)}",
            $"{await context.Entities.CallEntityAsync<int>(id, nameof(NumberEntity.AddSlowly), 3)}",
            $"{await context.Entities.CallEntityAsync<int>(id, nameof(NumberEntity.Get))}",
            (await context.Entities.CallEntityAsync<string>(id, nameof(NumberEntity.Describe), "hi"))
                .Replace(key, "{0}", StringComparison.Ordinal),
            (await context.Entities.CallEntityAsync<string>(id, nameof(NumberEntity.Describe)))
                .Replace(key, "{0}", StringComparison.Ordinal),
        };
        return string.Join(',', answers);
    }

    [Function(nameof(SignalInOrder))]
    public static async Task SignalInOrder([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var id = new EntityInstanceId(nameof(WordsEntity), context.GetInput<string>()!);
        foreach (var word in new[] { "one", "two", "three", "four", "five" })
        {
            await context.Entities.SignalEntityAsync(id, nameof(WordsEntity.Append), word);
        }
    }

    [Function(nameof(CatchEntityFailure))]
    public static async Task<string> CatchEntityFailure([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var id = new EntityInstanceId(nameof(NumberEntity), context.GetInput<string>()!);
        await context.Entities.CallEntityAsync(id, nameof(NumberEntity.Add), 7);
        try
        {
            await context.Entities.CallEntityAsync(id, nameof(NumberEntity.AddThenFail), 100);
            return "nothing was thrown";
        }
        catch (EntityOperationFailedException failed)
        {
            var left = await context.Entities.CallEntityAsync<int>(id, nameof(NumberEntity.Get));
            return string.Join(
                '|', failed.Message, failed.EntityId, failed.OperationName, failed.FailureDetails.ErrorType,
                failed.FailureDetails.InnerFailure?.ErrorType, failed.InnerException?.GetType().FullName ?? "no inner exception", left);
        }
    }

    [Function(nameof(CollectFailures))]
    public static async Task<string[]> CollectFailures([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var id = new EntityInstanceId(nameof(NumberEntity), context.GetInput<string>()!);
        return [await FailureOfAsync("Multiply", 2), await FailureOfAsync(nameof(NumberEntity.Add), null)];

        async Task<string> FailureOfAsync(string operation, object? input)
        {
            try
            {
                await context.Entities.CallEntityAsync(id, operation, input);
                return "nothing was thrown";
            }
            catch (EntityOperationFailedException failed)
            {
                return $"{failed.FailureDetails.ErrorType} {failed.FailureDetails.ErrorMessage}";
            }
        }
    }

    [Function(nameof(CallNoEntity))]
    public static Task CallNoEntity([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.Entities.CallEntityAsync(new EntityInstanceId("NoSuchEntity", context.InstanceId), "Get");

    [Function(nameof(FillBasket))]
    public static async Task<int[]> FillBasket([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var id = new EntityInstanceId(nameof(Basket), context.GetInput<string>()!);
        return
        [
            await context.Entities.CallEntityAsync<int>(id, nameof(Basket.Put), "apples"),
            await context.Entities.CallEntityAsync<int>(id, "put", "pears"),
        ];
    }
}
