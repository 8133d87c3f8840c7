using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Functions.LocalRuntime;
using Functions.LocalRuntime.Hosting;
using Functions.LocalRuntime.Storage;
using Functions.LocalRuntime.Triggers;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Functions.Tests.Runtime;

public sealed class HostTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = new();
    private IHost _host = null!;

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "host.json"), """{ /* comment */ "version": "2.0", "extensions": {"http": {"routePrefix": "root"}}, "functionTimeout": "00:00:05"}""");
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "local.settings.json"), """{"Values": {"HostTests__Greeting": "hello"}, "Host": {"LocalHttpPort": 1}}""");
        var builder = FunctionsApplication.CreateBuilder(["--urls", "http://127.0.0.1:0"], typeof(HostTests).Assembly, _folder.Path);
        builder.ConfigureFunctionsWebApplication();
        _host = builder.Build();
        await _host.StartAsync();
        _http.BaseAddress = new Uri(_host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("/root/bound/abc/7?count=3&day=Friday", "abc 7 3 Friday")]
    [InlineData("/root/bound/abc/7", "abc 7 0 -")]
    public async Task Route_and_query_values_are_bound_by_name(string path, string expected) =>
        Assert.Equal(expected, await _http.GetStringAsync(new Uri(path, UriKind.Relative)));

    [Fact]
    public async Task A_value_of_the_wrong_type_is_a_bad_request_that_names_the_parameter()
    {
        using var response = await _http.GetAsync(new Uri("/root/bound/abc/7?count=many", UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("count", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_body_is_read_as_json_and_refused_when_it_is_not()
    {
        using var good = await _http.PostAsJsonAsync("/root/HostBody", new { text = "hi", number = 2 });
        Assert.Equal("hihi", await good.Content.ReadFromJsonAsync<string>());

        using var content = new StringContent("{", Encoding.UTF8, "application/json");
        using var bad = await _http.PostAsync(new Uri("/root/HostBody", UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
    }

    [Fact]
    public async Task The_root_itself_may_be_a_function_and_other_methods_are_refused()
    {
        Assert.Equal("root", await _http.GetStringAsync(new Uri("/root/", UriKind.Relative)));
        using var post = await _http.PostAsync(new Uri("/root/", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
    }

    [Fact]
    public async Task A_failing_function_answers_500_without_its_message()
    {
        using var response = await _http.GetAsync(new Uri("/root/HostFailure", UriKind.Relative));

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.DoesNotContain("private matter", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_timer_that_asks_for_it_runs_at_start_up_and_its_status_is_kept()
    {
        await Eventually.TrueAsync(() => Task.FromResult(HostFunctions.TimerRuns > 0), () => "the timer should have run");

        var options = _host.Services.GetRequiredService<LocalRuntimeOptions>();
        await Eventually.TrueAsync(() => Task.FromResult(new ScheduleStatusFile(options).Find(nameof(HostFunctions.HostTimer)) is not null), () => "its status should be kept");
        Assert.Equal(Path.Combine(_folder.Path, ".serverless", "TestHubName.db"), options.StateFile);
        Assert.Equal(TimeSpan.FromSeconds(5), options.FunctionTimeout);
        Assert.Equal("hello", _host.Services.GetRequiredService<IConfiguration>()["HostTests:Greeting"]);
    }

    [Theory]
    [InlineData("0 */15 * * * *", "2026-01-01T00:15:00Z")]
    [InlineData("*/15 * * * *", "2026-01-01T00:15:00Z")]
    [InlineData("30 0 1 * * *", "2026-01-01T01:00:30Z")]
    [InlineData("00:10:00", "2026-01-01T00:10:00Z")]
    [InlineData("%Sweep%", "2026-01-01T02:00:00Z")]
    public void Schedules_are_read_as_the_host_reads_them(string schedule, string next)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Sweep", "0 0 2 * * *")]).Build();
        var at = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        Assert.Equal(DateTimeOffset.Parse(next, null).UtcDateTime, TimerSchedule.Parse("Sweeper", schedule, configuration).NextAfter(at));
    }

    [Theory]
    [InlineData("every day")]
    [InlineData("%Missing%")]
    public void A_schedule_that_is_none_names_its_function(string schedule) => Assert.Contains(
        "Sweeper", Assert.Throws<InvalidOperationException>(() => TimerSchedule.Parse("Sweeper", schedule, new ConfigurationBuilder().Build())).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Retention", "-1.00:00:00")]
    [InlineData("Retention", "a month")]
    [InlineData("StickyOrchestrations", "-1")]
    [InlineData("Synchronous", "Sometimes")]
    public async Task A_wrong_setting_of_the_runtime_is_named(string name, string value)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "host.json"), "{}");
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new($"LocalRuntime:{name}", value)]).Build();

        Assert.Contains($"LocalRuntime:{name} is ", Assert.Throws<InvalidOperationException>(() => HostSettings.Read(folder.Path, settings)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_runtime_heeds_host_json_and_its_settings()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "host.json"), """
            {"functionTimeout": "00:07:00", "extensions": {"http": {"routePrefix": "x"},
             "durableTask": {"hubName": "Hub", "maxConcurrentActivityFunctions": 3, "maxConcurrentOrchestratorFunctions": 4}}}
            """);
        var settings = new ConfigurationBuilder().AddInMemoryCollection([
            new("LocalRuntime:Synchronous", "Normal"), new("LocalRuntime:Retention", "2.00:00:00"), new("LocalRuntime:StickyOrchestrations", "5"), new("LocalRuntime:StateFile", "/x.db"),
        ]).Build();

        var options = HostSettings.Read(folder.Path, settings);

        Assert.Equal(
            (TimeSpan.FromMinutes(7), "x", "Hub", 3, 4), (options.FunctionTimeout, options.RoutePrefix, options.HubName, options.MaxConcurrentActivityFunctions, options.MaxConcurrentOrchestratorFunctions));
        Assert.Equal((StateSynchronous.Normal, TimeSpan.FromDays(2), 5, "/x.db"), (options.Synchronous, options.Retention, options.StickyOrchestrations, options.StateFile));
        var defaults = HostSettings.Read(folder.Path, new ConfigurationBuilder().Build());
        Assert.Equal(Path.Combine(folder.Path, ".serverless", "Hub.db"), defaults.StateFile);
        Assert.Equal((StateSynchronous.Full, TimeSpan.FromDays(30), 1000), (defaults.Synchronous, defaults.Retention, defaults.StickyOrchestrations));
    }

    [Theory]
    [InlineData("host.json", "{", "host.json")]
    [InlineData("host.json", """{"functionTimeout": "soon"}""", "functionTimeout")]
    [InlineData("host.json", """{"extensions": {"durableTask": {"hubName": "../hub"}}}""", "hubName is '../hub'")]
    [InlineData("host.json", """{"functionTimeout": "00:00:00"}""", "functionTimeout is 00:00:00")]
    [InlineData("host.json", """{"extensions": {"durableTask": {"maxConcurrentActivityFunctions": 0}}}""", "maxConcurrentActivityFunctions is 0")]
    [InlineData("host.json", """{"extensions": {"durableTask": {"maxConcurrentOrchestratorFunctions": "many"}}}""", "maxConcurrentOrchestratorFunctions is 'many'")]
    [InlineData("local.settings.json", """{"IsEncrypted": true}""", "IsEncrypted")]
    public async Task A_wrong_settings_file_is_named(string file, string content, string expected)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "host.json"), "{}");
        await File.WriteAllTextAsync(Path.Combine(folder.Path, file), content);

        var error = Assert.Throws<InvalidOperationException>(() =>
        {
            LocalSettings.Read(folder.Path);
            HostSettings.Read(folder.Path, new ConfigurationBuilder().Build());
        });
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(folder.Path, error.Message, StringComparison.Ordinal);
    }
}

public static class HostFunctions
{
    public static int TimerRuns { get; private set; }

    [Function("HostBound")]
    public static IActionResult Bound(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "bound/{name}/{id:int}")] HttpRequest request,
        string name, int id, FunctionContext context, [DurableClient] DurableTaskClient client, int count = 0, DayOfWeek? day = null) =>
        context.GetHttpContext() == request.HttpContext && client is not null
            ? new OkObjectResult($"{name} {id} {count} {day?.ToString() ?? "-"}")
            : new StatusCodeResult(500);

    [Function("HostBody")]
    public static string Body([HttpTrigger(AuthorizationLevel.Anonymous, "post")] HttpRequest request, [Microsoft.Azure.Functions.Worker.Http.FromBody] BodyInput input) =>
        JsonSerializer.Serialize(string.Concat(Enumerable.Repeat(input.Text, input.Number)));

    [Function("HostRoot")]
    public static IResult Root([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{ignored:maxlength(0)?}")] HttpRequest request) => Results.Text("root");

    [Function("HostFailure")]
    public static Task Failure([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => throw new InvalidOperationException("a private matter");

    [Function(nameof(HostTimer))]
    public static void HostTimer([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true)] TimerInfo timer) => TimerRuns++;

    public sealed record BodyInput(string Text, int Number);
}
