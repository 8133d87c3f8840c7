using Microsoft.Extensions.Options;
using Stores.Core;

namespace Functions.Helm;

/// <summary>Section <c>Helm</c> of the configuration.</summary>
public sealed class HelmOptions : ISettings
{
    private static readonly string s_bundledChart = Path.Combine("charts", "store");

    /// <summary>The helm binary, a relative path beside the app; the bundled one when left out, then helm on PATH.</summary>
    public string? BinaryPath { get; set; }

    /// <summary>The chart's folder, a relative path beside the app.</summary>
    public string Chart { get; set; } = s_bundledChart;

    /// <summary>Values files laid over the chart's own, in order; relative ones are found beside the app: charts/values-gcp.yaml.</summary>
    public IList<string> ValuesFiles { get; } = [];

    /// <summary>How long one run of helm may take; then it is ended.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The chart's folder by absolute path: helm runs in a folder of its own.</summary>
    internal string AbsoluteChart => BesideApp(Chart);

    /// <summary>The values files by absolute path.</summary>
    internal IEnumerable<string> AbsoluteValuesFiles => ValuesFiles.Select(BesideApp);

    /// <summary>Whether anything is not the app's own.</summary>
    internal bool IsConfigured => BinaryPath is { Length: > 0 } || ValuesFiles.Count > 0 || Chart != s_bundledChart;

    internal static string BesideApp(string path) => Path.GetFullPath(path, AppContext.BaseDirectory);

    /// <inheritdoc/>
    public IEnumerable<string> FindErrors()
    {
        if (FindChartError() is { } error)
        {
            yield return error;
        }

        foreach (var file in AbsoluteValuesFiles.Where(file => !File.Exists(file)))
        {
            yield return $"ValuesFiles: there is no file '{file}'.";
        }

        foreach (var range in SettingRange.Check<TimeSpan>(nameof(Timeout), Timeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)))
        {
            yield return range;
        }

        if (FindBinaryError() is { } broken)
        {
            yield return broken;
        }
    }

    private string? FindBinaryError()
    {
        try
        {
            using var binary = new HelmBinary(Options.Create(this));
            _ = binary.Path;
            return null;
        }
        catch (InvalidOperationException exception)
        {
            return exception.Message;
        }
    }

    private string? FindChartError()
    {
        var chart = Path.Combine(AbsoluteChart, "Chart.yaml");
        if (!File.Exists(chart))
        {
            return $"Chart: there is no chart in '{AbsoluteChart}'.";
        }

        try
        {
            _ = BundledChart.Read(File.ReadAllText(chart));
            return null;
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            return exception is InvalidOperationException
                ? exception.Message
                : $"Chart: '{chart}' cannot be read ({exception.GetType().Name}).";
        }
    }
}
