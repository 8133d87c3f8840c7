using DurableTask.Core;

namespace DurableTask.Sqlite.Dispatch;

/// <summary>What a turn sends.</summary>
/// <param name="Activities">Activities to run.</param>
/// <param name="Instances">Events and starts for orchestrations and entities.</param>
/// <param name="Timers">Timers of its own.</param>
internal sealed record TurnMessages(IList<TaskMessage> Activities, IList<TaskMessage> Instances, IList<TaskMessage> Timers);
