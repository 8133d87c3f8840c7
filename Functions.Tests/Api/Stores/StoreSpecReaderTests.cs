using System.Text;
using Functions.Api.Http;
using Functions.Api.Stores;
using Stores.Core;

namespace Functions.Tests.Api.Stores;

public sealed class StoreSpecReaderTests
{
    [Fact]
    public void A_name_alone_gets_the_defaults()
    {
        var (spec, errors) = Read("""{"name":"demo"}""");
        Assert.Empty(errors);
        Assert.Equal(new StoreSpec(StoreName.Parse("demo"), StorePlan.Small, DatabaseEngine.MariaDb), spec);
    }

    [Fact]
    public void Every_choice_is_read()
    {
        var (spec, _) = Read("""{"name":"demo","plan":"large","engine":"mysql"}""");
        Assert.Equal(new StoreSpec(StoreName.Parse("demo"), StorePlan.Large, DatabaseEngine.MySql), spec);
    }

    [Theory]
    [InlineData("""{}""", "name")]
    [InlineData("""{"name":null}""", "name")]
    [InlineData("""{"name":7}""", "name")]
    [InlineData("""{"name":"Demo"}""", "name")]
    [InlineData("""{"name":"demo","plan":"huge"}""", "plan")]
    [InlineData("""{"name":"demo","plan":"Small"}""", "plan")]
    [InlineData("""{"name":"demo","plan":0}""", "plan")]
    [InlineData("""{"name":"demo","plan":null}""", "plan")]
    [InlineData("""{"name":"demo","engine":"oracle"}""", "engine")]
    [InlineData("""{"name":"demo","size":1}""", "size")]
    [InlineData("""{"name":"demo","Name":"demo"}""", "Name")]
    [InlineData("""{"name":"demo","name":"Demo"}""", "name")]
    [InlineData("""{"name":"demo","owner":null}""", "owner")]
    public void What_is_wrong_is_named_by_its_field(string json, string field)
    {
        var (spec, errors) = Read(json);
        Assert.Null(spec);
        Assert.Equal([field], errors.Keys);
        Assert.All(errors.Values, rules => Assert.All(rules, rule => Assert.NotEmpty(rule)));
    }

    [Fact]
    public void Everything_that_is_wrong_is_named_at_once() =>
        Assert.Equal(
            ["engine", "name", "plan", "size"],
            Read("""{"name":"-","plan":"x","engine":"y","size":1}""").Errors.Keys.Order(StringComparer.Ordinal));

    private static (StoreSpec? Spec, IReadOnlyDictionary<string, string[]> Errors) Read(string json)
    {
        var (fields, _) = JsonFields.Parse(Encoding.UTF8.GetBytes(json), StoreSpecReader.Fields);
        return (StoreSpecReader.Read(fields!), fields!.Errors);
    }
}
