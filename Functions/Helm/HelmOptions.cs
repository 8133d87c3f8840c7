namespace Functions.Helm;

/// <summary>Section <c>Helm</c> of the configuration.</summary>
public sealed class HelmOptions
{
    /// <summary>The helm binary; the bundled one when left out, then helm on PATH.</summary>
    public string? BinaryPath { get; set; }

    /// <summary>The chart's folder; the one beside the app when left out.</summary>
    public string Chart { get; set; } = Path.Combine(AppContext.BaseDirectory, "charts", "store");

    /// <summary>Values files laid over the chart's own, in order; relative ones are found beside the app: charts/values-gcp.yaml.</summary>
    public IList<string> ValuesFiles { get; } = [];

    /// <summary>How long one run of helm may take; then it is ended.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The values files by absolute path.</summary>
    internal IEnumerable<string> AbsoluteValuesFiles => ValuesFiles.Select(file => Path.GetFullPath(file, AppContext.BaseDirectory));

    internal IEnumerable<string> FindErrors()
    {
        if (!File.Exists(Path.Combine(Chart, "Chart.yaml")))
        {
            yield return $"Helm:Chart: there is no chart in '{Chart}'.";
        }

        foreach (var file in AbsoluteValuesFiles.Where(file => !File.Exists(file)))
        {
            yield return $"Helm:ValuesFiles: there is no file '{file}'.";
        }

        if (Timeout < TimeSpan.FromSeconds(1) || Timeout > TimeSpan.FromMinutes(10))
        {
            yield return "Helm:Timeout must be from 00:00:01 to 00:10:00.";
        }
    }
}
