using System.Globalization;
using DurableTask.Core.History;
using Newtonsoft.Json;

namespace DurableTask.Sqlite.Storage;

/// <summary>History events as JSON: an array in which each event follows its <see cref="EventType"/> as a number.</summary>
internal static class EventJson
{
    private static readonly JsonSerializer s_serializer = JsonSerializer.Create(new JsonSerializerSettings
    {
        // Only known types are read, whatever the file says.
        TypeNameHandling = TypeNameHandling.None,
        NullValueHandling = NullValueHandling.Ignore,
        DateParseHandling = DateParseHandling.None,
        ConstructorHandling = ConstructorHandling.AllowNonPublicDefaultConstructor,
    });

    private static readonly Dictionary<int, Type> s_types = typeof(HistoryEvent).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(HistoryEvent)) && !type.IsAbstract)
        .ToDictionary(type => (int)TypeOf(type));

    public static string Write(IEnumerable<HistoryEvent> events)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using var writer = new JsonTextWriter(text);
        writer.WriteStartArray();
        foreach (var happened in events)
        {
            writer.WriteValue((int)happened.EventType);
            s_serializer.Serialize(writer, happened, happened.GetType());
        }

        writer.WriteEndArray();
        writer.Flush();
        return text.ToString();
    }

    public static string Write(HistoryEvent happened) => Write([happened]);

    /// <exception cref="InvalidDataException">It is no such text, or of a type that this program does not know.</exception>
    public static List<HistoryEvent> Read(string json)
    {
        try
        {
            using var reader = new JsonTextReader(new StringReader(json)) { DateParseHandling = DateParseHandling.None };
            var events = new List<HistoryEvent>();
            reader.Read();
            while (reader.ReadAsInt32() is { } type)
            {
                reader.Read();
                events.Add((HistoryEvent)s_serializer.Deserialize(reader, s_types[type])!);
            }

            return events;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidCastException)
        {
            throw new InvalidDataException($"A stored event cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Something that belongs to an event; null for none.</summary>
    public static string? WritePart<T>(T? part)
        where T : class
    {
        if (part is null)
        {
            return null;
        }

        using var text = new StringWriter(CultureInfo.InvariantCulture);
        s_serializer.Serialize(text, part, typeof(T));
        return text.ToString();
    }

    public static T? ReadPart<T>(string? json)
        where T : class
    {
        if (json is null)
        {
            return null;
        }

        using var reader = new JsonTextReader(new StringReader(json));
        return s_serializer.Deserialize<T>(reader);
    }

    // TimerFiredEvent is EventType.TimerFired, GenericEvent is EventType.GenericEvent.
    private static EventType TypeOf(Type type) =>
        Enum.TryParse<EventType>(type.Name[..^"Event".Length], out var named) ? named : Enum.Parse<EventType>(type.Name);
}
