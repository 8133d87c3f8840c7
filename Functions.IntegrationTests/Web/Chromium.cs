namespace Functions.IntegrationTests.Web;

/// <summary>The browser of the machine; none is ever downloaded.</summary>
internal static class Chromium
{
    private const string Setting = "SERVERLESS_TEST_CHROMIUM";
    private const string Debian = "/usr/bin/chromium";

    public static string Path => Environment.GetEnvironmentVariable(Setting) is { Length: > 0 } path ? path : Debian;

    /// <summary>Why the browser's tests cannot run; null when they can.</summary>
    public static string? Missing => File.Exists(Path)
        ? null
        : $"There is no chromium at {Path}: install Debian's package chromium, or name one in {Setting}.";
}
