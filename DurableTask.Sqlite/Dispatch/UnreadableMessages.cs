using DurableTask.Core.History;
using DurableTask.Sqlite.Storage;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace DurableTask.Sqlite.Dispatch;

/// <summary>
/// Messages that no entity can read. DurableTask.Core fails the whole batch for one of them, again and again: after a failure they are
/// looked for and set aside, so that the entity goes on.
/// </summary>
internal static class UnreadableMessages
{
    /// <returns>The messages that can be read.</returns>
    public static async Task<List<Message>> SetAsideAsync(SqliteStore store, List<Message> messages, Action<string, string> log)
    {
        List<Message> readable = [];
        foreach (var message in messages)
        {
            if (Fault(message) is { } cause)
            {
                log(message.Target, cause);
                await store.SetAsideAsync(message, cause);
            }
            else
            {
                readable.Add(message);
            }
        }

        return readable;
    }

    private static string? Fault(Message message)
    {
        if (message.Event is not EventRaisedEvent raised || !raised.Name.StartsWith("op", StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            return Guid.TryParse(JObject.Parse(raised.Input)["id"]?.Value<string>(), out _) ? null : $"the request {raised.Name} has no id";
        }
        catch (Exception exception) when (exception is JsonException or ArgumentNullException)
        {
            return exception.Message;
        }
    }
}
