using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.DurableTask;

namespace Functions.LocalRuntime.History;

/// <summary>How history and messages are stored. Compiled ahead: the first turn does not wait for reflection.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HistoryEvent))]
[JsonSerializable(typeof(List<HistoryEvent>))]
[JsonSerializable(typeof(ParentTask))]
[JsonSerializable(typeof(TaskFailureDetails))]
internal sealed partial class HistoryJson : JsonSerializerContext
{
    public static string Write(HistoryEvent happened) => JsonSerializer.Serialize(happened, Default.HistoryEvent);

    public static string Write(List<HistoryEvent> turn) => JsonSerializer.Serialize(turn, Default.ListHistoryEvent);

    public static string? Write(TaskFailureDetails? failure) => failure is null ? null : JsonSerializer.Serialize(failure, Default.TaskFailureDetails);

    public static string? Write(ParentTask? parent) => parent is null ? null : JsonSerializer.Serialize(parent, Default.ParentTask);

    public static HistoryEvent ReadEvent(string json) => JsonSerializer.Deserialize(json, Default.HistoryEvent)!;

    public static List<HistoryEvent> ReadTurn(string json) => JsonSerializer.Deserialize(json, Default.ListHistoryEvent)!;

    public static TaskFailureDetails? ReadFailure(string? json) => json is null ? null : JsonSerializer.Deserialize(json, Default.TaskFailureDetails);

    public static ParentTask? ReadParent(string? json) => json is null ? null : JsonSerializer.Deserialize(json, Default.ParentTask);
}
