using System.Globalization;

namespace Functions.SimulatedCluster.Api;

/// <summary>A field of a message.</summary>
/// <param name="Name">What JSON calls it; of one in line, the message's name.</param>
/// <param name="IsInline">Whether its own fields are the surrounding message's in JSON.</param>
/// <param name="KeepsZero">Whether JSON has it although it is empty, zero or false: Go knows by a pointer that it was set.</param>
internal sealed record ProtobufField(string Name, bool IsInline, bool KeepsZero);

/// <summary>The numbers of fields in Kubernetes' protobuf form, which KubernetesClient's models lack: ProtobufFields.txt.</summary>
internal static class ProtobufFields
{
    private static readonly Lazy<Dictionary<string, IReadOnlyDictionary<int, ProtobufField>>> s_messages = new(Load);

    /// <summary>The fields of a message by their numbers; null when the table has no such message.</summary>
    /// <param name="message">The name of KubernetesClient's model type, or of a message in line.</param>
    public static IReadOnlyDictionary<int, ProtobufField>? Of(string message) => s_messages.Value.GetValueOrDefault(message);

    private static Dictionary<string, IReadOnlyDictionary<int, ProtobufField>> Load()
    {
        using var resource = typeof(ProtobufFields).Assembly.GetManifestResourceStream(typeof(ProtobufFields), "ProtobufFields.txt")!;
        using var reader = new StreamReader(resource);
        var messages = new Dictionary<string, IReadOnlyDictionary<int, ProtobufField>>(StringComparer.Ordinal);
        Dictionary<int, ProtobufField> fields = [];
        while (reader.ReadLine() is { } line)
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (line.StartsWith('#'))
            {
                continue;
            }

            if (!line.StartsWith(' '))
            {
                messages.Add(words[0], fields = []);
                words = words[1..];
            }

            foreach (var word in words)
            {
                var parts = word.Split('=');
                var field = new ProtobufField(parts[0].TrimStart('~'), parts[0].StartsWith('~'), parts[1].EndsWith('!'));
                fields.Add(int.Parse(parts[1].TrimEnd('!'), CultureInfo.InvariantCulture), field);
            }
        }

        return messages;
    }
}
