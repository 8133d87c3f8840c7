using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DurableTask.Sqlite.AzureFunctions;

/// <summary>
/// Makes the provider that host.json calls "sqlite": <c>{ "type": "sqlite", "file": path, "synchronous": "Full" | "Normal", "retention":
/// "30.00:00:00" }</c>.
/// </summary>
/// <param name="options">The extension's part of host.json; read when the provider is first asked for, for the extension completes
/// it.</param>
/// <param name="own">What the host chose beyond it.</param>
/// <param name="loggerFactory">Where the service logs.</param>
public sealed class SqliteDurabilityProviderFactory(
    IOptions<DurableTaskOptions> options, IOptions<SqliteDurabilityOptions> own, ILoggerFactory loggerFactory)
    : IDurabilityProviderFactory, IDisposable
{
    private readonly Lock _gate = new();
    private SqliteOrchestrationService? _service;
    private SqliteDurabilityProvider? _provider;

    /// <inheritdoc/>
    public string Name => "sqlite";

    /// <summary>The provider of this host; one, for the file belongs to one process.</summary>
    /// <exception cref="InvalidOperationException">host.json has a value that does not keep its rule, or the file cannot be
    /// used.</exception>
    public DurabilityProvider GetDurabilityProvider()
    {
        lock (_gate)
        {
            return _provider ??= Make();
        }
    }

    /// <summary>The provider for a client's binding.</summary>
    /// <exception cref="NotSupportedException">The binding names another task hub, whose file another process has.</exception>
    public DurabilityProvider GetDurabilityProvider(DurableClientAttribute attribute) =>
        attribute.TaskHub is not { Length: > 0 } hub || hub.Equals(options.Value.HubName, StringComparison.OrdinalIgnoreCase)
            ? GetDurabilityProvider()
            : throw new NotSupportedException(
                $"A durable client asks for the task hub {hub}, and this host has {options.Value.HubName}: "
                + "the SQLite provider serves the hub of its own host only.");

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _service?.Dispose();
        }
    }

    private SqliteDurabilityProvider Make()
    {
        var settings = StorageProviderSettings.Read(options.Value, own.Value, loggerFactory);
        _service ??= new SqliteOrchestrationService(settings);
        return new SqliteDurabilityProvider(_service, settings, own.Value.Decorate?.Invoke(_service));
    }
}
