using DurableTask.Core.History;
using Newtonsoft.Json;
using Newtonsoft.Json.Converters;

namespace DurableTask.Sqlite;

/// <summary>A history as clients read it: a JSON array of events, each with its type by name.</summary>
internal static class HistoryText
{
    private static readonly JsonSerializerSettings s_settings = new() { Converters = [new StringEnumConverter()] };

    public static string Write(IReadOnlyList<HistoryEvent> events) => JsonConvert.SerializeObject(events, s_settings);
}
