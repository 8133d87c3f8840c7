using Functions.Api.Http;
using Functions.IntegrationTests.InProcess;
using Functions.Tests;
using Microsoft.DurableTask.Client;

namespace Functions.IntegrationTests.Api;

/// <summary>What comes of asking the durable state, on the real engine.</summary>
public sealed class DecisionsTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly LogLines<Decisions> _log = new();
    private InProcessHost _host = null!;

    public async Task InitializeAsync() => _host = await InProcessHost.StartAsync(
        Path.Combine(_folder.Path, "durable.db"), FunctionCatalog.Discover(typeof(InProcessHost).Assembly));

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_decision_is_the_orchestrations_output()
    {
        var decided = await AskAsync(nameof(DecisionFunctions.DecideAtOnce), TimeSpan.FromSeconds(30));

        Assert.Equal("yes, me", Assert.IsType<Decided<string>.Answered>(decided).Answer);
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task One_that_failed_is_told_as_such_and_the_log_says_of_what_and_why_in_one_line()
    {
        var failed = Assert.IsType<Decided<string>.Failed>(
            await AskAsync(nameof(DecisionFunctions.FailToDecide), TimeSpan.FromSeconds(30)));

        var line = Assert.Single(_log.Lines);
        Assert.StartsWith(
            $"Error The delete of store demo could not be decided: orchestration FailToDecide ({failed.Instance}) is Failed: ", line,
            StringComparison.Ordinal);
        Assert.Contains("no idea", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
    }

    [Fact]
    public async Task One_that_does_not_come_in_time_is_late_and_may_still_come()
    {
        Assert.IsType<Decided<string>.Late>(await AskAsync(nameof(DecisionFunctions.DecideLate), TimeSpan.FromMilliseconds(300)));

        Assert.Contains(await InstancesAsync(), instance => !instance.IsCompleted);
    }

    [Fact]
    public async Task Whoever_asks_may_give_up()
    {
        using var gone = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => AskAsync(nameof(DecisionFunctions.DecideLate), TimeSpan.FromSeconds(30), gone.Token));
    }

    private Task<Decided<string>> AskAsync(string orchestrator, TimeSpan patience, CancellationToken cancellationToken = default) =>
        new Decisions(TimeProvider.System, _log).AskAsync<string>(
            _host.Client, orchestrator, "me", "delete of store demo", patience, cancellationToken);

    private async Task<List<OrchestrationMetadata>> InstancesAsync()
    {
        var instances = new List<OrchestrationMetadata>();
        await foreach (var instance in _host.Client.GetAllInstancesAsync())
        {
            instances.Add(instance);
        }

        return instances;
    }
}
