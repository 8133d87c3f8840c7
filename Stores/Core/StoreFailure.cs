using System.Text.Encodings.Web;
using System.Text.Json;

namespace Stores.Core;

/// <summary>Why a step could not be done, classified once, where it happened.</summary>
/// <param name="Reason">One CamelCase word: of <see cref="Reasons"/>, or the cluster's own where it has one.</param>
/// <param name="Message">One sentence for the operator: what was met and what to do. Free of secrets.</param>
public sealed record StoreFailure(string Reason, string Message)
{
    // Hosts log the text of an exception: quotes and letters stay readable in it, and it stays one line.
    private static readonly JsonSerializerOptions s_json =
        new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The failure as a JSON object, the form in which it crosses the durable history: as an exception's text.</summary>
    public string Serialize() => JsonSerializer.Serialize(this, s_json);

    /// <summary>Reads what <see cref="Serialize"/> wrote; any other text becomes the message of an unexpected failure.</summary>
    public static StoreFailure Deserialize(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<StoreFailure>(text, s_json) is { Reason.Length: > 0, Message: not null } failure
                ? failure
                : new StoreFailure(Reasons.Unexpected, text);
        }
        catch (JsonException)
        {
            return new StoreFailure(Reasons.Unexpected, text);
        }
    }

    /// <summary>For people: the reason, then the message.</summary>
    public override string ToString() => $"{Reason}: {Message}";
}
