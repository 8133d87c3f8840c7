using Microsoft.Extensions.Configuration;

namespace Functions.LocalRuntime.Hosting;

/// <summary>local.settings.json, as func reads it: Values become settings, which environment variables outrank.</summary>
internal sealed record LocalSettings(IReadOnlyDictionary<string, string?> Values, int? Port)
{
    public static LocalSettings Read(string appRoot)
    {
        var file = Path.Combine(appRoot, "local.settings.json");
        var json = SettingsFile.Read(file, optional: true);
        if (json.GetValue<bool>("IsEncrypted"))
        {
            throw new InvalidOperationException($"{file}: IsEncrypted is true; decrypt it with 'func settings decrypt'.");
        }

        var values = json.GetSection("Values").AsEnumerable(makePathsRelative: true)
            .Where(value => value.Value is not null)
            .ToDictionary(value => value.Key.Replace("__", ":", StringComparison.Ordinal), value => value.Value, StringComparer.OrdinalIgnoreCase);
        return new LocalSettings(values, SettingsFile.Value<int?>(json, file, "Host:LocalHttpPort"));
    }
}
