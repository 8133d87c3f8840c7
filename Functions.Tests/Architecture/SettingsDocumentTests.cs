using System.Globalization;
using System.Reflection;
using Functions.Api.Http;
using Functions.Helm;
using Functions.Kubernetes.Connection;
using Functions.Secrets;
using Microsoft.Extensions.Configuration;
using Stores.Core;
using Stores.Drift;
using Stores.Lifecycle;
using Stores.Readiness;
using Stores.Sweeps;

namespace Functions.Tests.Architecture;

/// <summary>docs/settings.md lists the app's settings as the code has them.</summary>
public sealed class SettingsDocumentTests
{
    private const string NoDefault = "-";
    private const int AppCells = 4;

    private static readonly (string Section, object Defaults)[] s_sections =
    [
        ("Api", new ApiOptions()), ("Kubernetes", new KubernetesOptions()), ("Helm", new HelmOptions()), ("Secrets", new SecretsOptions()),
        ("Operations", new OperationSettings()), ("Sweeps", new SweepSettings()), ("Repair", new RepairSettings()),
    ];

    [Fact]
    public async Task It_has_each_setting_with_its_default() =>
        Assert.Equal(s_sections.SelectMany(section => Settings(section.Section, section.Defaults)).Order(), (await RowsAsync()).Order());

    [Fact]
    public async Task It_has_the_range_of_each_number_and_time_and_the_app_keeps_it()
    {
        var ranges = (await CellsAsync()).Where(cells => cells.Length == AppCells && cells[2].Contains("` to `", StringComparison.Ordinal))
            .ToDictionary(cells => cells[0], cells => cells[2].Split("` to `"));
        var countable = s_sections.SelectMany(section => Countable(section.Section, section.Defaults));

        Assert.Equal(countable.Order(), ranges.Keys.Order());
        Assert.All(ranges, range =>
        {
            var (below, above) = Outside(range.Value[0], range.Value[1]);
            string[] values = [below, range.Value[0], range.Value[1], above];
            Assert.Equal([1, 0, 0, 1], values.Select(value => ErrorsOf(range.Key, value).Count()));
        });
    }

    // What has a least and a most; of retries the document has a sentence.
    private static IEnumerable<string> Countable(string path, object settings) =>
        settings.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).SelectMany(
            property => property.GetValue(settings) switch
            {
                int or TimeSpan => [$"{path}:{property.Name}"],
                ReadinessSettings inner => Countable($"{path}:{property.Name}", inner),
                _ => Enumerable.Empty<string>(),
            });

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

    private static async Task<IEnumerable<string>> RowsAsync() =>
        (await CellsAsync()).Select(cells => string.Join(' ', cells.Length == AppCells ? cells[..2] : cells[..^1]));

    // Of a row its key, its default or defaults, for a setting of its own what it must be, and what it is for.
    private static async Task<IEnumerable<string[]>> CellsAsync()
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "docs", "settings.md"));
        return lines
            .Where(line => s_sections.Any(section => line.StartsWith($"| `{section.Section}:", StringComparison.Ordinal)))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1])
            .Select(cells => cells.Select(cell => cell.Trim('`')).ToArray());
    }

    private static IEnumerable<string> ErrorsOf(string key, string value)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build();
        var (section, defaults) = s_sections.Single(one => key.StartsWith($"{one.Section}:", StringComparison.Ordinal));
        var settings = (ISettings)configuration.GetSection(section).Get(defaults.GetType())!;
        return settings.FindErrors().Select(error => $"{section}:{error}")
            .Where(error => error.StartsWith($"{key} must", StringComparison.Ordinal));
    }

    private static (string Below, string Above) Outside(string least, string most) => int.TryParse(least, out var number)
        ? ($"{number - 1}", $"{int.Parse(most, CultureInfo.InvariantCulture) + 1}")
        : ($"{TimeSpan.Parse(least, CultureInfo.InvariantCulture) - TimeSpan.FromTicks(1)}",
            $"{TimeSpan.Parse(most, CultureInfo.InvariantCulture) + TimeSpan.FromTicks(1)}");
}
