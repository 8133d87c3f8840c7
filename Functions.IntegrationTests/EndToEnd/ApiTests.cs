using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Functions.IntegrationTests.Cluster;

namespace Functions.IntegrationTests.EndToEnd;

/// <summary>What the API says to bad input, over HTTP, with nothing created.</summary>
[Collection(UpkeepCollection.Name)]
public sealed class ApiTests(TestCluster cluster) : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private StoreApp _app = null!;

    public async Task InitializeAsync() => _app = await StoreApp.StartAsync(_folder.Path, cluster);

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("""{"name":"Not A Name"}""", 400, "name")]
    [InlineData("""{"name":"demo","plan":"huge"}""", 400, "plan")]
    [InlineData("""{"name":"demo","engine":"oracle"}""", 400, "engine")]
    [InlineData("""{"name":"demo",""", 400, "body")]
    [InlineData("""{"name":"demo","name":"demo2"}""", 400, "name")]
    [InlineData("[]", 400, "body")]
    public async Task Invalid_fields_are_named_with_their_rule(string body, int status, string field)
    {
        using var response = await PostAsync(body);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        var rules = Assert.Single(problem.GetProperty("errors").EnumerateObject());
        Assert.Equal(field, rules.Name);
        Assert.NotEmpty(rules.Value[0].GetString()!);
        await AssertNoStoresAsync();
    }

    [Fact]
    public async Task A_body_over_64_KiB_is_refused()
    {
        using var response = await PostAsync($$"""{"name":"demo","plan":"{{new string('x', 64 * 1024)}}"}""");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        await AssertRuleAsync(response, "body", "65536");
        await AssertNoStoresAsync();
    }

    [Fact]
    public async Task A_body_that_is_not_declared_as_JSON_is_refused()
    {
        using var content = new StringContent("""{"name":"demo"}""", Encoding.UTF8, "text/plain");
        using var response = await _app.Http.PostAsync(new Uri("/api/stores", UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        await AssertRuleAsync(response, "Content-Type", "application/json");
        await AssertNoStoresAsync();
    }

    [Theory]
    [InlineData("/api/stores/nobody", HttpStatusCode.NotFound)]
    [InlineData("/api/stores/Not%20A%20Name", HttpStatusCode.BadRequest)]
    [InlineData("/assets/..%2f..%2fhost.json", HttpStatusCode.NotFound)]
    [InlineData("/assets/nothing.js", HttpStatusCode.NotFound)]
    public async Task What_is_not_there_is_a_problem(string path, HttpStatusCode expected)
    {
        using var response = await _app.Http.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Every_body_is_read_by_one_rule()
    {
        (string Method, string Path, string Body, string Field)[] requests =
        [
            ("POST", "/api/stores/nobody/upgrade", """{"chart":"mine"}""", "chart"),
            ("POST", "/api/stores/nobody/cancel", """{"force":true}""", "force"),
            ("POST", "/api/stores/nobody/resume-repair", """{"reason":"x"}""", "reason"),
            ("POST", "/api/stores/nobody/strip-finalizers", """{"confirm":"nobody","reason":"a","reason":"b"}""", "reason"),
            ("POST", "/api/stores/nobody/strip-finalizers", """{"confirm":"nobody","reason":"a","force":true}""", "force"),
            ("POST", "/api/stores/nobody/pause-repair", """{"till":"x"}""", "till"),
            ("POST", "/api/sweeps", """{"dryRun":true,"dryRun":false}""", "dryRun"),
            ("POST", "/api/comparisons", """{"all":true}""", "all"),
            ("DELETE", "/api/stores/nobody", """{"keep":true}""", "keep"),
            ("DELETE", "/api/stores/nobody", "[]", "body"),
            ("POST", "/api/stores/nobody/pause-repair", "", "body"),
        ];

        await Assert.AllAsync(requests, async asked =>
        {
            using var response = await SendAsync(asked.Method, asked.Path, asked.Body);
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
            Assert.Equal(asked.Field, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
        });
    }

    [Theory]
    [InlineData("\uFEFF{\"confirm\":\"nobody\",\"reason\":\"stuck\"}", "/api/stores/nobody/strip-finalizers")]
    [InlineData("{}", "/api/stores/nobody/upgrade")]
    [InlineData(null, "/api/stores/nobody/pause-repair")]
    public async Task A_byte_order_mark_is_skipped_and_a_body_without_fields_is_none(string? body, string path)
    {
        using var response = await SendAsync("POST", path, body);

        // It was read, and asked for what is not there.
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task What_nothing_answers_is_a_problem_with_the_methods_that_are_answered()
    {
        (string Method, string Path, int Status, string Allowed)[] requests =
        [
            ("GET", "/api/nothing", 404, ""), ("POST", "/nothing", 404, ""), ("PUT", "/", 405, "GET, HEAD"),
            ("DELETE", "/api/stores", 405, "GET, HEAD, POST"), ("PATCH", "/api/stores/demo", 405, "DELETE, GET, HEAD"),
            ("GET", "/api/stores/demo/upgrade", 405, "POST"),
        ];

        await Assert.AllAsync(requests, async asked =>
        {
            using var response = await SendAsync(asked.Method, asked.Path);
            Assert.Equal((asked.Status, asked.Allowed), ((int)response.StatusCode, string.Join(", ", response.Content.Headers.Allow)));
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
            Assert.Contains(asked.Path, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_head_is_answered_as_a_get_without_its_body()
    {
        (string Path, HttpStatusCode Status, string Type)[] requests =
        [
            ("/", HttpStatusCode.OK, "text/html"), ("/api/stores", HttpStatusCode.OK, "application/json"),
            ("/api/stores/nobody", HttpStatusCode.NotFound, "application/problem+json"),
            ("/api/nothing", HttpStatusCode.NotFound, "application/problem+json"),
        ];

        await Assert.AllAsync(requests, async asked =>
        {
            using var response = await SendAsync("HEAD", asked.Path);
            Assert.Equal((asked.Status, asked.Type), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
            Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        });
    }

    [Fact]
    public async Task Deleting_what_is_not_there_is_a_problem()
    {
        using var response = await _app.Http.DeleteAsync(new Uri("/api/stores/nobody", UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("nobody", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_is_taken_is_refused_even_when_asked_for_at_the_same_moment()
    {
        var name = TestCluster.UniqueName("twice");
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PostAsync($$"""{"name":"{{name}}"}""")));
        Assert.Equal(
            [HttpStatusCode.Accepted, HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.Conflict],
            answers.Select(answer => answer.StatusCode).Order());

        await _app.WaitForPhaseAsync(name, "Ready");
        using var again = await PostAsync($$"""{"name":"{{name}}"}""");
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        await AssertRuleAsync(again, "name", $"Store '{name}' exists");

        await _app.DeleteAsync(name);
        await _app.WaitForAbsenceAsync(name);
        using var gone = await _app.Http.GetAsync(new Uri($"/api/stores/{name}", UriKind.Relative));
        var problem = await gone.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(2, problem.GetProperty("receipt").GetProperty("inventory").GetProperty("volumes").GetArrayLength());
        Assert.Empty(problem.GetProperty("receipt").GetProperty("unchecked").EnumerateArray());
    }

    private Task<HttpResponseMessage> PostAsync(string body) => SendAsync("POST", "/api/stores", body);

    private async Task<HttpResponseMessage> SendAsync(string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        return await _app.Http.SendAsync(request);
    }

    private static async Task AssertRuleAsync(HttpResponseMessage response, string field, string rule)
    {
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Contains(rule, problem.GetProperty("errors").GetProperty(field)[0].GetString(), StringComparison.Ordinal);
    }

    private async Task AssertNoStoresAsync() =>
        Assert.Empty((await _app.Http.GetFromJsonAsync("/api/stores")).GetProperty("stores").EnumerateArray());
}
