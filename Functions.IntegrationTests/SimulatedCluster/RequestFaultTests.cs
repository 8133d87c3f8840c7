using System.Diagnostics;
using System.Net;
using Functions.SimulatedCluster.Faults;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Functions.IntegrationTests.SimulatedCluster;

/// <summary>Requests that go wrong as a plan says.</summary>
public sealed class RequestFaultTests : SimulatedClusterTest
{
    [Fact]
    public async Task Too_many_requests_are_told_when_to_come_again()
    {
        Faults.Add(new FaultRule(Fault.TooManyRequests) { Verb = "list", Kind = "ConfigMap", Times = 1, Delay = TimeSpan.FromSeconds(3) });

        var refusal = await Assert.ThrowsAsync<HttpOperationException>(() => Client.CoreV1.ListNamespacedConfigMapAsync(Ns));

        Assert.Equal(HttpStatusCode.TooManyRequests, refusal.Response.StatusCode);
        Assert.Equal("3", refusal.Response.Headers["Retry-After"].Single());
        var status = KubernetesJson.Deserialize<V1Status>(refusal.Response.Content);
        Assert.Equal(("TooManyRequests", 429, 3), (status.Reason, status.Code, status.Details.RetryAfterSeconds));
        await Client.CoreV1.ListNamespacedConfigMapAsync(Ns);
    }

    [Fact]
    public async Task An_internal_error_does_nothing_and_concerns_only_what_its_rule_names()
    {
        Faults.Add(new FaultRule(Fault.InternalError) { Verb = "create", Kind = "ConfigMap", NamePrefix = "", Namespace = Ns, Times = 1 });

        var refusal = await Assert.ThrowsAsync<HttpOperationException>(() => CreateAsync("one"));
        Assert.Equal(HttpStatusCode.InternalServerError, refusal.Response.StatusCode);
        Assert.Equal("InternalError", KubernetesJson.Deserialize<V1Status>(refusal.Response.Content).Reason);

        Assert.Empty((await Client.CoreV1.ListNamespacedConfigMapAsync(Ns)).Items);
        await CreateAsync("one");
    }

    [Fact]
    public async Task A_rule_ends_with_its_time()
    {
        Faults.Add(new FaultRule(Fault.InternalError) { Kind = "ConfigMap", For = TimeSpan.FromMinutes(1) });
        await Assert.ThrowsAsync<HttpOperationException>(() => CreateAsync("one"));
        Clock.Advance(TimeSpan.FromSeconds(59));
        await Assert.ThrowsAsync<HttpOperationException>(() => CreateAsync("one"));
        Clock.Advance(TimeSpan.FromSeconds(1));
        await CreateAsync("one");
    }

    [Fact]
    public async Task A_late_answer_comes_when_its_time_has_come()
    {
        Faults.Add(new FaultRule(Fault.Latency) { Verb = "get", Kind = "Namespace", Delay = TimeSpan.FromMinutes(5) });
        var reading = Client.CoreV1.ReadNamespaceAsync("default");
        // Another request's answer shows that the first one had its chance.
        await Client.CoreV1.ListNamespaceAsync();
        Assert.False(reading.IsCompleted);

        await InTimeAsync(() => Task.FromResult(reading.IsCompleted), "it should be answered", TimeSpan.FromMinutes(1));
        Assert.Equal("default", (await reading).Name());
    }

    [Fact]
    public async Task A_write_whose_answer_is_dropped_was_carried_out()
    {
        Faults.Add(new FaultRule(Fault.DroppedResponse) { Verb = "create", Kind = "ConfigMap", Times = 1 });

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => CreateAsync("one"));

        Assert.Equal("one", (await Client.CoreV1.ListNamespacedConfigMapAsync(Ns)).Items.Single().Name());
        var second = await Assert.ThrowsAsync<HttpOperationException>(() => CreateAsync("one"));
        Assert.Equal(HttpStatusCode.Conflict, second.Response.StatusCode);
    }

    [Fact]
    public async Task A_hung_watch_tells_nothing()
    {
        Faults.Add(new FaultRule(Fault.HungWatch) { Kind = "ConfigMap", Times = 1 });
        using var stop = new CancellationTokenSource();
        var hung = FirstAsync(stop.Token);
        await CreateAsync("one");

        // The next watch is told of what the hung one is not.
        Assert.Equal("one", await FirstAsync(CancellationToken.None));
        Assert.False(hung.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hung);
    }

    [Fact]
    public async Task A_dropped_watch_ends_in_the_middle()
    {
        Faults.Add(new FaultRule(Fault.DroppedWatch) { Kind = "ConfigMap", Times = 1, Delay = TimeSpan.FromMinutes(1) });
        await CreateAsync("one");
        var seen = new List<string>();
        var watching = Task.Run(async () =>
        {
            await foreach (var (_, item) in Client.CoreV1.WatchListNamespacedConfigMapAsync(Ns))
            {
                seen.Add(item.Name());
            }
        });
        await AtOnceAsync(() => Task.FromResult(seen.Count == 1), "what is there should be told");

        Clock.Advance(TimeSpan.FromMinutes(1));

        await Assert.ThrowsAnyAsync<Exception>(() => watching.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.False(watching.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task The_node_goes_on_while_requests_of_others_fail()
    {
        Faults.Add(new FaultRule(Fault.InternalError) { Verb = "patch" });
        await CreatePodAsync("web");
        await InTimeAsync(() => IsReadyAsync("web"), "it should be ready");
    }

    private Task CreateAsync(string name) => Client.CoreV1.CreateNamespacedConfigMapAsync(new V1ConfigMap { Metadata = Named(name) }, Ns);

    private async Task<string> FirstAsync(CancellationToken cancellationToken)
    {
        await foreach (var (_, item) in Client.CoreV1.WatchListNamespacedConfigMapAsync(Ns, cancellationToken: cancellationToken))
        {
            return item.Name();
        }

        throw new UnreachableException("A watch ended.");
    }
}
