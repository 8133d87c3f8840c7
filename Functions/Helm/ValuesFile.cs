using System.Text.Json;

namespace Functions.Helm;

/// <summary>A store's own values as helm gets them.</summary>
internal static class ValuesFile
{
    /// <summary>The values as JSON, which is YAML.</summary>
    public static byte[] Serialize(StoreValues values) => JsonSerializer.SerializeToUtf8Bytes(values, JsonSerializerOptions.Web);

    /// <summary>Writes the values into a file that only this user can read.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="values">The values.</param>
    /// <returns>The file's path.</returns>
    public static string Write(string folder, StoreValues values)
    {
        var file = Path.Combine(folder, "values.json");
        var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(file, create);
        stream.Write(Serialize(values));
        return file;
    }
}
