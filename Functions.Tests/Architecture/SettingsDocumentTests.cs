using System.Globalization;
using System.Reflection;
using Functions.Api;
using Functions.Helm;
using Functions.Kubernetes;
using Functions.Secrets;
using Functions.Stores;

namespace Functions.Tests.Architecture;

/// <summary>docs/settings.md lists the app's settings as the code has them.</summary>
public sealed class SettingsDocumentTests
{
    private const string NoDefault = "-";

    private static readonly (string Section, object Defaults)[] s_sections =
    [
        ("Api", new ApiOptions()), ("Kubernetes", new KubernetesOptions()), ("Helm", new HelmOptions()), ("Secrets", new SecretsOptions()),
        ("Operations", new OperationSettings()), ("Sweeps", new SweepSettings()), ("Repair", new RepairSettings()),
    ];

    [Fact]
    public async Task It_has_each_setting_with_its_default() =>
        Assert.Equal(s_sections.SelectMany(section => Settings(section.Section, section.Defaults)).Order(), (await RowsAsync()).Order());

    // One line a setting: its key, then its default; of retries, all their defaults.
    private static IEnumerable<string> Settings(string path, object defaults)
    {
        foreach (var property in defaults.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var (key, value) = ($"{path}:{property.Name}", property.GetValue(defaults));
            if (value is RetrySettings retry)
            {
                object?[] numbers = [retry.MaxAttempts, retry.FirstInterval, retry.BackoffCoefficient, retry.MaxInterval, retry.Deadline];
                yield return string.Join(' ', numbers.Select(Written).Prepend(key));
            }
            else if (value is ReadinessSettings)
            {
                foreach (var setting in Settings(key, value))
                {
                    yield return setting;
                }
            }
            else
            {
                yield return $"{key} {Written(value)}";
            }
        }
    }

    private static string Written(object? value) => value switch
    {
        null or ICollection<string> => NoDefault,
        bool truth => truth ? "true" : "false",
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };

    private static async Task<IEnumerable<string>> RowsAsync()
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "docs", "settings.md"));
        return lines
            .Where(line => s_sections.Any(section => line.StartsWith($"| `{section.Section}:", StringComparison.Ordinal)))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^2])
            .Select(cells => string.Join(' ', cells.Select(cell => cell.Trim('`'))));
    }
}
