using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Functions.LocalHost.Tests;

[Collection(RunningHostCollection.Name)]
public sealed class DurableTests(RunningHost running)
{
    private readonly SampleHost _host = running.Host;

    [Fact]
    public async Task Orchestrations_activities_and_entities_run()
    {
        Assert.Matches("^200 Hello Bob [0-9]+$", await _host.PostAsync("/api/greetings/Bob"));
        Assert.Matches("^200 Hello Ann [0-9]+$", await _host.PostAsync("/api/greetings/Ann"));
        await _host.WaitForOutputAsync("info: Sample[0] Saying hello to Ann");
    }

    [Fact]
    public async Task A_failed_activity_tells_type_message_and_cause_and_is_logged_once()
    {
        Assert.Equal(
            "200 Completed: \"System.InvalidOperationException: outer matter \\u003C System.FormatException: inner matter\"",
            await _host.PostAsync("/api/run/TellFailure?input=FailingActivity"));
        await _host.WaitForOutputAsync("outer matter");
        Assert.Equal(1, _host.CountInOutput("outer matter"));
    }

    [Fact]
    public async Task A_failed_orchestration_is_logged_once()
    {
        Assert.StartsWith("200 Failed: ", await _host.PostAsync("/api/run/FailingOrchestration"), StringComparison.Ordinal);
        await _host.WaitForOutputAsync("a failed orchestration");
        Assert.Equal(1, _host.CountInOutput("a failed orchestration"));
    }

    [Fact]
    public async Task A_failed_operation_of_an_entity_is_logged_once()
    {
        var answer = await _host.PostAsync("/runtime/webhooks/durabletask/entities/Counter/broken?op=Break");
        Assert.StartsWith("202 ", answer, StringComparison.Ordinal);
        await _host.WaitForOutputAsync("a broken entity");
        Assert.Equal(1, _host.CountInOutput("a broken entity"));
    }

    [Theory]
    [InlineData("/api/run/TellFailure?input=NoSuchActivity")]
    [InlineData("/api/run/NoSuchOrchestration")]
    public async Task An_unknown_function_is_a_failure(string path) =>
        Assert.Matches("200 (Failed|Completed: \"\\(unknown\\))", await _host.PostAsync(path));

    [Fact]
    public async Task An_activity_that_could_not_be_loaded_fails_its_caller_with_the_reason() => Assert.Matches(
        "^200 Completed: .*AmbiguousActivity.* could not be loaded: .*Ambiguous match",
        await _host.PostAsync("/api/run/TellFailure?input=AmbiguousActivity"));

    [Fact]
    public async Task A_worker_that_dies_in_an_entity_loses_none_of_its_messages()
    {
        using var folder = new TempFolder();
        const string Entity = "/runtime/webhooks/durabletask/entities/Counter/survivor";
        using var signal = await _host.Http.PostAsJsonAsync($"{Entity}?op=AddAfterDeath", Path.Combine(folder.Path, "mark"));
        Assert.Equal(HttpStatusCode.Accepted, signal.StatusCode);

        await _host.WaitForOutputAsync("The worker ended and is started again: exit code 6");
        await Eventually.TrueAsync(async () => await _host.GetAsync(Entity) == "200 1", () => _host.Output);
    }

    [Fact]
    public async Task A_worker_that_dies_in_an_activity_has_failed_it_as_on_the_real_host()
    {
        var before = await _host.WorkerProcessIdAsync();

        using var asking = new HttpClient { BaseAddress = _host.Http.BaseAddress };
        using var started = await asking.PostAsJsonAsync("/runtime/webhooks/durabletask/orchestrators/TellFailure", "DyingActivity");
        var query = (await started.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("statusQueryGetUri").GetString()!;

        await Eventually.TrueAsync(
            async () => (await _host.Http.GetStringAsync(new Uri(query))).Contains("WorkerProcessExitException", StringComparison.Ordinal),
            () => _host.Output);
        await _host.WaitForOutputAsync("The worker ended and is started again: exit code 5");
        await Eventually.TrueAsync(async () => await _host.GetAsync("/api/bound/abc/7") == "200 abc 7 0", () => _host.Output);
        Assert.NotEqual(before, await _host.WorkerProcessIdAsync());
    }
}
