using Microsoft.Extensions.Options;

namespace Functions.Telemetry;

/// <summary>Why the app cannot start, in one line for whoever started it.</summary>
internal static class StartUpFailure
{
    /// <summary>The line; null for an exception that nobody has foreseen, whose trace is worth more.</summary>
    public static string? Explain(Exception exception) => Reason(exception) is { } reason
        ? $"The app cannot start: {reason.ReplaceLineEndings(" ")}"
        : null;

    private static string? Reason(Exception exception) => exception switch
    {
        OptionsValidationException invalid => string.Join(' ', invalid.Failures),
        AggregateException { InnerExceptions: var several } when several.All(one => Reason(one) is not null) =>
            string.Join(' ', several.Select(Reason)),
        InvalidOperationException or IOException => exception.Message,
        _ => null,
    };
}
