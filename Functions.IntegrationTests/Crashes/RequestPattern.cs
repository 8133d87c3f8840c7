using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Functions.IntegrationTests.Crashes;

/// <summary>Tells a request by which a step is known.</summary>
/// <param name="Method">A regular expression that its method matches.</param>
/// <param name="Path">A regular expression that the whole path matches; {ns} stands for the store's namespace.</param>
/// <param name="ByHelm">Whether helm sends it; else the app itself.</param>
/// <param name="Query">A regular expression that the whole query matches.</param>
internal sealed record RequestPattern(string Method, string Path, bool ByHelm = false, string Query = ".*")
{
    public bool Matches(HttpRequest request, string ns) =>
        Regex.IsMatch(request.Method, $"^{Method}$")
        && request.Headers.UserAgent.ToString().StartsWith("Helm", StringComparison.OrdinalIgnoreCase) == ByHelm
        && Regex.IsMatch(request.Path, $"^{Path.Replace("{ns}", Regex.Escape(ns), StringComparison.Ordinal)}$")
        && Regex.IsMatch(request.QueryString.Value ?? "", $"^{Query}$");
}
