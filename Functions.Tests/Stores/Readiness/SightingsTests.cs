using System.Text.Json;
using Stores.Core;
using Stores.Readiness;

namespace Functions.Tests.Stores.Readiness;

public sealed class SightingsTests
{
    [Fact]
    public void What_a_look_has_seen_crosses_the_durable_history()
    {
        var pod = new PodObservation("web-1", "web", "Pending", false, 2, new StoreFailure("ImagePullBackOff", "why"));
        var look = StoreReadiness.OfStore(new StoreObservation([], [pod], null) { At = DateTime.UnixEpoch }, new ReadinessSettings());

        var read = Read(JsonSerializer.Serialize(look, JsonSerializerOptions.Web)).Sightings!;

        Assert.Equal(look.Sightings!.At, read.At);
        Assert.Equal(TimeSpan.Zero, read.SeenFor["Pod web-1: container"]);
        Assert.Equal(2, read.Restarts["web-1"]);
    }

    [Fact]
    public void An_older_builds_look_has_seen_nothing() => Assert.Null(Read("""{"state":"NotYet"}""").Sightings);

    private static Look<string> Read(string json) => JsonSerializer.Deserialize<Look<string>>(json, JsonSerializerOptions.Web)!;
}
