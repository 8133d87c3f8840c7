using System.Text.RegularExpressions;
using Functions.Stores;

namespace Functions.Helm;

/// <summary>Classifies how helm failed, by its last words.</summary>
internal static partial class HelmFailures
{
    private const int Longest = 500;

    /// <summary>The failure as an exception; the caller throws it.</summary>
    /// <param name="store">Whose release.</param>
    /// <param name="result">A run that did not succeed.</param>
    public static StoreFailureException Classify(StoreResources store, HelmResult result)
    {
        var said = Said(result.Error);
        var where = $"release {store.Release} in namespace {store.Namespace}";
        return result switch
        {
            { ExitCode: null } => new TransientStoreFailureException("HelmTimedOut", $"helm was ended for taking too long on {where}."),
            _ when Quota().IsMatch(said) => new PermanentStoreFailureException("QuotaExceeded", $"{where}: {said}"),
            _ when Passing().IsMatch(said) => new TransientStoreFailureException("ClusterUnreachable", $"{where}: {said}"),
            _ when Schema().IsMatch(said) => new PermanentStoreFailureException("InvalidValues", $"{where}: {said}"),
            _ when Forbidden().IsMatch(said) => new PermanentStoreFailureException("Forbidden", $"{where}: {said}"),
            _ when Template().IsMatch(said) => new PermanentStoreFailureException("InvalidChart", $"{where}: {said}"),
            _ => new TransientStoreFailureException("HelmFailed", $"{where}: {said}"),
        };
    }

    private static string Said(string error)
    {
        var lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var from = Array.FindLastIndex(lines, line => line.StartsWith("Error:", StringComparison.Ordinal));
        var said = string.Join(' ', from < 0 ? lines : lines[from..]);
        return said.Length == 0 ? "helm said nothing." : said.Length <= Longest ? said : said[..Longest];
    }

    [GeneratedRegex("exceeded quota", RegexOptions.IgnoreCase)]
    private static partial Regex Quota();

    [GeneratedRegex("cluster unreachable|connection refused|connection reset|i/o timeout|no such host|EOF|TLS handshake|context deadline|timed out|too many requests|the server is currently unable|internal error|etcdserver|another operation .* in progress|cannot re-use a name|being terminated", RegexOptions.IgnoreCase)]
    private static partial Regex Passing();

    [GeneratedRegex("schema|values don't meet|additional properties", RegexOptions.IgnoreCase)]
    private static partial Regex Schema();

    [GeneratedRegex("forbidden|unauthorized", RegexOptions.IgnoreCase)]
    private static partial Regex Forbidden();

    [GeneratedRegex("template:|parse error|yaml:|strict decoding|unknown field|Chart.yaml|validation failed|is invalid", RegexOptions.IgnoreCase)]
    private static partial Regex Template();
}
