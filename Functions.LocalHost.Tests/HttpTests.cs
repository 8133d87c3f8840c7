using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Functions.LocalHost.Http;
using Microsoft.AspNetCore.Http;

namespace Functions.LocalHost.Tests;

[Collection(RunningHostCollection.Name)]
public sealed class HttpTests(RunningHost running)
{
    private readonly SampleHost _host = running.Host;

    [Theory]
    [InlineData("/api/bound/abc/7?count=3", "200 abc 7 3")]
    [InlineData("/api/bound/abc/7", "200 abc 7 0")]
    public async Task Route_and_query_values_are_bound_by_name(string path, string expected) =>
        Assert.Equal(expected, await _host.GetAsync(path));

    [Theory]
    [InlineData("GET", "/api/nothing")]
    [InlineData("GET", "/api/bound/abc/seven")]
    [InlineData("DELETE", "/api/Headers")]
    [InlineData("GET", "/admin/functions")]
    public async Task Unknown_routes_and_methods_are_not_found(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await _host.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Nobody_says_of_himself_who_he_is_or_which_invocation()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/Headers");
        request.Headers.Add("X-MS-CLIENT-PRINCIPAL", "me");
        request.Headers.Add("x-ms-client-principal-name", "me");
        request.Headers.Add("x-ms-invocation-id", "mine");
        request.Headers.Add("X-Forwarded-Host", "other.example");
        request.Headers.Add("x-forwarded-for", "10.1.2.3");
        request.Headers.Add("X-Other", "kept");
        using var response = await _host.Http.SendAsync(request);

        var headers = (await response.Content.ReadFromJsonAsync<Dictionary<string, string>>())!;
        Assert.DoesNotContain(headers.Keys, name => name.StartsWith("x-ms-client-principal", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(headers.Keys, name => name.StartsWith("x-forwarded-", StringComparison.OrdinalIgnoreCase));
        Assert.True(Guid.TryParse(headers["x-ms-invocation-id"], out _));
        Assert.Equal("kept", headers["X-Other"]);
        Assert.Equal(_host.Http.BaseAddress!.Authority, headers["Host"]);
    }

    [Fact]
    public async Task A_failing_function_answers_500_without_its_message_and_is_told_once()
    {
        using var response = await _host.Http.GetAsync(new Uri("/api/Fails", UriKind.Relative));

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.DoesNotContain("private matter", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await _host.WaitForOutputAsync("a private matter");
        Assert.Equal(1, _host.CountInOutput("a private matter"));
    }

    [Fact]
    public async Task An_answer_is_handed_on_as_it_comes()
    {
        using var response = await _host.Http.GetAsync(
            new Uri("/api/Streams", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        var first = new byte[6];
        await body.ReadExactlyAsync(first);

        Assert.Equal("first ", Encoding.UTF8.GetString(first));
        Assert.Equal("200 yes", await _host.PostAsync("/api/Release"));
        using var reader = new StreamReader(body);
        Assert.Equal("second", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task A_client_that_goes_away_cancels_its_function()
    {
        using var patience = new CancellationTokenSource();
        var asking = _host.Http.GetAsync(new Uri("/api/Sleeps?heed=true", UriKind.Relative), patience.Token);
        await _host.WaitForOutputAsync("Asleep");
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await _host.WaitForOutputAsync("Woken up");
    }

    [Theory]
    [InlineData(100_000, HttpStatusCode.OK, false)]
    [InlineData(100_001, HttpStatusCode.RequestEntityTooLarge, false)]
    [InlineData(100_001, HttpStatusCode.RequestEntityTooLarge, true)]
    public async Task A_body_may_be_as_large_as_the_setting_says(int length, HttpStatusCode expected, bool chunked)
    {
        using var content = new ByteArrayContent(new byte[length]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/Length") { Content = content };
        request.Headers.TransferEncodingChunked = chunked;
        using var response = await _host.Http.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task A_function_that_cannot_be_found_by_its_bare_name_is_told_and_fails_alone()
    {
        Assert.Equal(1, _host.CountInOutput("fail: LocalHost[0] Function 'Ambiguous' cannot be loaded"));
        Assert.StartsWith("500 {\"title\":\"Function failed\"", await _host.GetAsync("/api/Ambiguous"), StringComparison.Ordinal);
        Assert.Equal("200 abc 7 0", await _host.GetAsync("/api/bound/abc/7"));
    }

    [Fact]
    public void At_start_routes_schedules_storage_and_addresses_are_listed()
    {
        var address = _host.Http.BaseAddress!;
        string[] expected =
        [
            $"info: LocalHost[0] Bound: [GET] {address}api/bound/{{name}}/{{id:int}}",
            "info: LocalHost[0] Tick: timer 0 0 0 1 1 *",
            "info: LocalHost[0] Durable functions: 3 orchestrators, 5 activities, 1 entities",
            $"info: LocalHost[0] Durable storage: sqlite ({Path.Combine(running.Root, ".serverless", "SampleHub.db")})",
            $"info: LocalHost[0] Now listening on: {address.ToString().TrimEnd('/')}",
        ];
        var places = expected.Select(line => _host.Output.IndexOf(line, StringComparison.Ordinal)).ToList();

        Assert.True(places[0] >= 0, _host.Output);
        Assert.Equal(places.Order(), places);
        Assert.DoesNotContain("SayHello:", _host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_app_logs_before_its_first_invocation_reaches_the_console()
    {
        await _host.WaitForOutputAsync("warn: Sample.Start[0] Before the first invocation: from the file");
        Assert.Matches("(?m)^[0-9]{2}:[0-9]{2}:[0-9]{2} warn: Sample.Start", _host.Output);
    }

    [Theory]
    [InlineData("http://127.0.0.1:0", "localhost:7071", null, true)]
    [InlineData("http://localhost:7071;http://[::1]:7072;", "[::1]:7072", null, true)]
    [InlineData("http://0.0.0.0:7071", "localhost:7071", null, false)]
    [InlineData("http://localhost:7071;http://+:7072", "localhost:7071", null, false)]
    [InlineData("http://10.1.2.3:7071", "10.1.2.3:7071", null, false)]
    [InlineData("http://localhost:7071", "bent.example:7071", null, false)]
    [InlineData("http://localhost:7071", "", null, false)]
    [InlineData("http://localhost:7071", "localhost:7071", "http://bent.example", false)]
    [InlineData("http://localhost:7071", "localhost:7071", "http://localhost:7071", false)]
    public async Task The_hosts_own_routes_are_for_tools_where_nobody_else_can_call(string urls, string host, string? origin, bool expected)
    {
        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        // As that of whoever comes through a forwarder.
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        context.Request.Host = new HostString(host);
        context.Request.Headers.Origin = origin;
        var reached = false;

        await HttpFunctions.ForTools(urls, _ => MarkAsync())(context);

        Assert.Equal(expected, reached);
        Assert.Equal(expected ? StatusCodes.Status200OK : StatusCodes.Status404NotFound, context.Response.StatusCode);

        Task MarkAsync()
        {
            reached = true;
            return Task.CompletedTask;
        }
    }

    [Theory]
    [InlineData("GET", "/admin/host/status")]
    [InlineData("POST", "/runtime/webhooks/durabletask/instances/x/terminate")]
    public async Task A_page_does_not_reach_the_hosts_own_routes(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add("Origin", "http://bent.example");
        using var response = await _host.Http.SendAsync(request);

        Assert.StartsWith("{\"title\":\"Not found\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_and_webhooks_are_the_hosts_own()
    {
        var status = await _host.Http.GetFromJsonAsync<JsonElement>("/admin/host/status");
        Assert.Equal("Running", status.GetProperty("state").GetString());
        Assert.Equal(_host.ProcessId, status.GetProperty("processId").GetInt32());

        using var started = await _host.Http.PostAsJsonAsync("/runtime/webhooks/durabletask/orchestrators/GreetTwice", "Webb");
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        var query = (await started.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("statusQueryGetUri").GetString()!;
        Assert.StartsWith($"{_host.Http.BaseAddress}runtime/webhooks/durabletask/instances/", query, StringComparison.Ordinal);
        await Eventually.TrueAsync(
            async () => (await _host.Http.GetStringAsync(new Uri(query))).Contains("\"output\":\"Hello Webb ", StringComparison.Ordinal),
            () => _host.Output);
    }
}
