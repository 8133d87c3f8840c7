namespace Functions.Stores;

/// <summary>Why a step could not be done, classified once, where it happened.</summary>
/// <param name="Reason">One CamelCase word, Kubernetes' own where it has one: ImagePullBackOff, NamespaceNotOurs, ...</param>
/// <param name="Message">One sentence for the operator: what was met and what to do. Free of secrets.</param>
public sealed record StoreFailure(string Reason, string Message)
{
    /// <summary>The reason given where nothing better is known.</summary>
    public const string Unexpected = "Unexpected";

    // A failure crosses the durable history as an exception's text; a reason has no colon, so the first one separates.
    private const string Separator = ": ";

    /// <summary>Reads what <see cref="ToString"/> wrote; other text becomes the message of an unexpected failure.</summary>
    public static StoreFailure Parse(string text)
    {
        var at = text.IndexOf(Separator, StringComparison.Ordinal);
        return at > 0 && text[..at].All(char.IsAsciiLetterOrDigit)
            ? new StoreFailure(text[..at], text[(at + Separator.Length)..])
            : new StoreFailure(Unexpected, text);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Reason}{Separator}{Message}";
}
