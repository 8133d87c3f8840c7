using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Functions.Conformance;

/// <summary>What functions have done, by a key that each test makes for itself; and what was logged.</summary>
public sealed class Journal : ILoggerProvider
{
    private readonly ConcurrentDictionary<string, int> _counts = new();
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>Counts.</summary>
    /// <returns>How often it has happened with this time.</returns>
    public int Count(string key) => _counts.AddOrUpdate(key, 1, (_, count) => count + 1);

    public int CountOf(string key) => _counts.GetValueOrDefault(key);

    public IEnumerable<string> LinesWith(string text) => _lines.Where(line => line.Contains(text, StringComparison.Ordinal));

    public ILogger CreateLogger(string categoryName) => new Logger(this);

    public void Dispose()
    {
        // Nothing is held.
    }

    private sealed class Logger(Journal journal) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            journal._lines.Enqueue(formatter(state, exception));
    }
}
