using Microsoft.Extensions.Configuration;

namespace Functions.LocalRuntime.Hosting;

/// <summary>Reads a JSON settings file with errors that name the file.</summary>
internal static class SettingsFile
{
    /// <exception cref="InvalidOperationException">The file is missing or not JSON.</exception>
    public static IConfiguration Read(string file, bool optional)
    {
        try
        {
            return new ConfigurationBuilder().AddJsonFile(file, optional).Build();
        }
        catch (Exception exception) when (exception is InvalidDataException or FileNotFoundException)
        {
            throw new InvalidOperationException($"{file}: {exception.InnerException?.Message ?? exception.Message}", exception);
        }
    }

    /// <exception cref="InvalidOperationException">The value is of another type.</exception>
    public static T? Value<T>(IConfiguration json, string file, string path)
    {
        try
        {
            return json.GetValue<T>(path);
        }
        catch (InvalidOperationException exception)
        {
            throw new InvalidOperationException($"{file}: {path} is '{json[path]}', which is not of type {(Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T)).Name}.", exception);
        }
    }
}
