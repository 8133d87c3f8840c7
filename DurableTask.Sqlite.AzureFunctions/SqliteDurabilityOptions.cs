using DurableTask.Core;

namespace DurableTask.Sqlite.AzureFunctions;

/// <summary>What a host that composes by hand may choose beyond host.json.</summary>
public sealed class SqliteDurabilityOptions
{
    /// <summary>The file where host.json names none; null for <c>.serverless/&lt;task hub&gt;.db</c> below the current folder.</summary>
    public string? DefaultFile { get; set; }

    /// <summary>By whose time timers, delayed signals and starts come due, and ended instances grow old.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>
    /// Puts another service before that of the file, which passes everything on to it and has the same interfaces; null for none.
    /// </summary>
    public Func<SqliteOrchestrationService, IOrchestrationService>? Decorate { get; set; }
}
