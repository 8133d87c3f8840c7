using System.Text;
using Functions.Api.Http;

namespace Functions.Tests.Api.Http;

/// <summary>The one rule that all bodies are read by.</summary>
public sealed class JsonFieldsTests
{
    private static readonly string[] s_known = ["name", "reason"];

    [Theory]
    [InlineData("""{"name":"demo"}""")]
    [InlineData("\uFEFF{\"name\":\"demo\"}")]
    [InlineData("""  { "name" : "d\u0065mo" }  """)]
    public void An_object_is_read_with_or_without_a_byte_order_mark(string json)
    {
        var (fields, brokenRule) = Parse(json);

        Assert.Null(brokenRule);
        Assert.Empty(fields!.Errors);
        Assert.Equal("demo", fields.Text("name"));
        Assert.False(fields.Has("reason"));
    }

    [Theory]
    [InlineData("""{"name":"demo",}""", "must be JSON: line 1, byte 16")]
    [InlineData("{\n\"name\" \"demo\"}", "must be JSON: line 2, byte 8")]
    [InlineData("""{"name":"demo"} x""", "must be JSON: line 1, byte 17")]
    [InlineData("{{{{{{{{{{{{", "must be JSON: line 1, byte 2")]
    [InlineData("""{"name":[[[[[[[[[[1]]]]]]]]]]}""", "must be JSON: line 1, byte")]
    [InlineData(" ", "must be JSON: line 1, byte")]
    [InlineData("[]", "must be a JSON object")]
    [InlineData("null", "must be a JSON object")]
    [InlineData("""{"name":"\ud800"}""", "must be JSON in UTF-8")]
    [InlineData("""{"\udc00":1}""", "must be JSON in UTF-8")]
    public void What_is_no_object_is_refused_with_its_rule_and_its_place(string json, string rule)
    {
        var (fields, brokenRule) = Parse(json);

        Assert.Null(fields);
        Assert.StartsWith(rule, brokenRule, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_UTF_8_are_refused()
    {
        var (fields, brokenRule) = JsonFields.Parse("""{"name":"?"}""".Select(c => c == '?' ? (byte)0xFF : (byte)c).ToArray(), s_known);

        Assert.Null(fields);
        Assert.StartsWith("must be JSON in UTF-8", brokenRule, StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_that_are_not_known_or_come_twice_are_named()
    {
        var (fields, _) = Parse("""{"name":"a","Name":"b","name":"c","name":"d","size":1,"size":2}""");

        Assert.Equal(
            ["Name: is not known; known are name, reason", "name: must be given once", "size: is not known; known are name, reason"],
            fields!.Errors.Select(error => $"{error.Key}: {Assert.Single(error.Value)}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Where_no_field_is_known_none_may_come()
    {
        var (fields, _) = JsonFields.Parse("""{"force":true}"""u8.ToArray(), []);

        Assert.Equal("is not known; no field is", Assert.Single(fields!.Errors["force"]));
    }

    private static (JsonFields?, string?) Parse(string json) => JsonFields.Parse(Encoding.UTF8.GetBytes(json), s_known);
}
