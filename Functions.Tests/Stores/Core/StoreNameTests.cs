using System.Text.Json;
using Stores.Core;

namespace Functions.Tests.Stores.Core;

public sealed class StoreNameTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("demo")]
    [InlineData("shop-2")]
    [InlineData("a234567890123456789012345678901234567890")]
    public void A_name_that_follows_the_rule_is_read(string text)
    {
        Assert.True(StoreName.TryParse(text, out var name));
        Assert.Equal(text, name.Value);
        Assert.Equal(name, JsonSerializer.Deserialize<StoreName>(JsonSerializer.Serialize(name)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-demo")]
    [InlineData("demo-")]
    [InlineData("1demo")]
    [InlineData("Demo")]
    [InlineData("de_mo")]
    [InlineData("de.mo")]
    [InlineData("demo\n")]
    [InlineData("--output-dir=x")]
    [InlineData("démo")]
    [InlineData("a2345678901234567890123456789012345678901")]
    public void A_name_that_breaks_the_rule_is_refused(string? text) => Assert.False(StoreName.TryParse(text, out _));

    [Fact]
    public void A_name_that_breaks_the_rule_is_refused_in_stored_json_too() =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<StoreName>("\"../etc\""));

    [Fact]
    public void The_longest_name_gives_names_that_kubernetes_and_helm_accept()
    {
        var resources = new StoreResources(StoreName.Parse(new string('a', 40)));
        Assert.InRange(resources.Namespace.Length, 1, 63);
        Assert.InRange(resources.Release.Length, 1, 53);
    }
}
