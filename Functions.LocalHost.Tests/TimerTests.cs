namespace Functions.LocalHost.Tests;

[Collection(StartsAndStops.Name)]
public sealed class TimerTests : IDisposable
{
    private readonly TempFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task A_timer_that_asks_for_it_runs_at_start_and_what_passed_is_made_up_for()
    {
        var state = Path.Combine(_root.Path, ".serverless", "timers.json");
        await using (var host = await SampleHost.StartAsync(_root.Path))
        {
            await host.WaitForOutputAsync("Tick False");
            await Eventually.TrueAsync(() => Task.FromResult(File.Exists(state)), () => "its times should be kept");
        }

        await File.WriteAllTextAsync(
            state,
            """
            {"Host.Functions.Tick":
                {"Last": "2020-01-01T00:00:00", "Next": "2021-01-01T00:00:00", "LastUpdated": "2020-01-01T00:00:00"}}
            """);
        await using (var host = await SampleHost.StartAsync(_root.Path))
        {
            await host.WaitForOutputAsync("Tick True");
            await Eventually.TrueAsync(
                async () => !(await File.ReadAllTextAsync(state)).Contains("2021", StringComparison.Ordinal),
                () => "its times should be kept");
        }
    }

    [Theory]
    [InlineData("AzureWebJobs.Tick.Disabled", "1")]
    [InlineData("AzureWebJobs__Tick__Disabled", "true")]
    public async Task A_function_that_a_setting_disables_does_not_run(string setting, string value)
    {
        await File.WriteAllTextAsync(
            Path.Combine(_root.Path, "local.settings.json"), $$$"""{"Values": {"{{{setting}}}": "{{{value}}}"}}""");
        await using var host = await SampleHost.StartAsync(_root.Path, ("AzureWebJobs__Headers__Disabled", "true"));

        await host.WaitForOutputAsync("Tick: disabled");
        Assert.StartsWith("404 ", await host.GetAsync("/api/Headers"), StringComparison.Ordinal);
        Assert.Equal(0, host.CountInOutput("Tick False"));
    }
}
