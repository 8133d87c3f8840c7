using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Functions.Helm;

/// <summary>The chart in the configured folder, read once.</summary>
internal sealed partial class BundledChart(IOptions<HelmOptions> options) : IBundledChart
{
    private readonly Lazy<string> _label = new(() => Read(File.ReadAllText(Path.Combine(options.Value.AbsoluteChart, "Chart.yaml"))));

    public string Label => _label.Value;

    internal static string Read(string chart) => $"{Field("name", chart)}-{Field("version", chart)}";

    private static string Field(string name, string chart) =>
        Fields().Matches(chart).Where(match => match.Groups[1].Value == name).Select(match => match.Groups[2].Value).FirstOrDefault()
            ?? throw new InvalidOperationException($"Chart: Chart.yaml has no {name}.");

    [GeneratedRegex(@"^(name|version):\s*[""']?([^\s""'#]+)[""']?\s*(?:#.*)?$", RegexOptions.Multiline)]
    private static partial Regex Fields();
}
