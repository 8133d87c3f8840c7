using System.Text.RegularExpressions;
using Functions.Kubernetes.Connection;
using Stores.Core;

namespace Functions.Helm;

/// <summary>
/// Classifies how helm failed, by its last words: its exit code is 1 whatever the cause. What others have named is taken out first, and
/// only whole phrases count, since a store may be called forbidden-planet. The release's own record, where it can be read, counts more.
/// </summary>
internal static partial class HelmFailures
{
    private const int Longest = 1000;

    /// <summary>The failure as an exception; the caller throws it.</summary>
    /// <param name="store">Whose release.</param>
    /// <param name="result">A run that did not succeed.</param>
    public static StoreFailureException Classify(StoreResources store, HelmResult result)
    {
        var where = $"release {store.Release} in namespace {store.Namespace}";
        if (result.ExitCode is null)
        {
            return new TransientStoreFailureException(Reasons.HelmTimedOut, $"helm was ended for taking too long on {where}.");
        }

        var said = Said(result.Error);
        var words = Refusals.WithoutNames(said);
        return words switch
        {
            _ when Unauthorized().IsMatch(words) =>
                Final(Reasons.Unauthorized, "The cluster does not accept the kubeconfig's credentials: renew them."),
            _ when MissingPlugin().IsMatch(words) =>
                Final(Reasons.NoCredentials, "Install the kubeconfig's credential plugin where the app runs."),
            _ when Plugin().IsMatch(words) =>
                Passing(Reasons.NoCredentials, "Run the kubeconfig's credential plugin by hand to see what keeps it."),
            _ when Webhook().IsMatch(words) =>
                Passing(Reasons.WebhookFailed, "The cluster asks that webhook first: see whether what answers for it runs."),
            _ when Refusals.Find(where, said) is { } refusal => refusal,
            _ when Unreachable().IsMatch(words) => Passing(Reasons.ClusterUnreachable),
            _ when Throttled().IsMatch(words) => Passing(Reasons.TooManyRequests),
            _ when ServerError().IsMatch(words) => Passing(Reasons.InternalError),
            _ when Pending().IsMatch(words) => Passing(Reasons.ReleasePending),
            _ when Values().IsMatch(words) => Final(Reasons.InvalidValues),
            _ when Chart().IsMatch(words) => Final(Reasons.InvalidChart),
            _ => Passing(Reasons.HelmFailed),
        };

        TransientStoreFailureException Passing(string reason, string? remedy = null) => new(reason, Say(remedy));

        PermanentStoreFailureException Final(string reason, string? remedy = null) => new(reason, Say(remedy));

        string Say(string? remedy) => $"{where}: {said.TrimEnd('.')}.{(remedy is null ? "" : $" {remedy}")}";
    }

    private static string Said(string error)
    {
        var lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var from = Array.FindLastIndex(lines, line => line.StartsWith("Error:", StringComparison.Ordinal));
        var said = string.Join(' ', from < 0 ? lines : lines[from..]);
        return said.Length == 0 ? "helm said nothing." : said.Length <= Longest ? said : said[..Longest];
    }

    [GeneratedRegex(@"\bthe server has asked for the client to provide credentials\b|: Unauthorized$")]
    private static partial Regex Unauthorized();

    [GeneratedRegex(@"\bgetting credentials: exec: executable \S+ not found\b")]
    private static partial Regex MissingPlugin();

    [GeneratedRegex(@"\bgetting credentials: ")]
    private static partial Regex Plugin();

    [GeneratedRegex(@"\bfailed calling webhook """": ")]
    private static partial Regex Webhook();

    // What Go's network and HTTP packages say when a connection does not come about or breaks.
    [GeneratedRegex("""
        \b[Kk]ubernetes\scluster\sunreachable:\s|\bconnection\srefused\b|\bconnection\sreset\sby\speer\b|\bbroken\spipe\b|\bi/o\stimeout\b
        |\bno\ssuch\shost\b|\bno\sroute\sto\shost\b|\bnetwork\sis\sunreachable\b|:\s(?:unexpected\s)?EOF\b|\bTLS\shandshake\stimeout\b
        |\bcontext\sdeadline\sexceeded\b|\bClient\.Timeout\b|\bhttp2:\sclient\sconnection\s|\bserver\ssent\sGOAWAY\b
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Unreachable();

    [GeneratedRegex(@"\bthe server has received too many requests\b|\bclient rate limiter Wait returned an error\b")]
    private static partial Regex Throttled();

    [GeneratedRegex("""
        \bInternal\serror\soccurred:\s|\bthe\sserver\sis\scurrently\sunable\sto\shandle\sthe\srequest\b
        |\bhas\sprevented\sthe\srequest\sfrom\ssucceeding\b
        |\betcdserver:\s(?:request\stimed\sout|leader\schanged|no\sleader|too\smany\srequests)\b
        |\bthe\sserver\swas\sunable\sto\sreturn\sa\sresponse\sin\sthe\stime\sallotted\b|\bthe\sobject\shas\sbeen\smodified;\s
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex ServerError();

    [GeneratedRegex(@"\banother operation \(install/upgrade/rollback\) is in progress\b|\bcannot re-use a name that is still in use\b")]
    private static partial Regex Pending();

    [GeneratedRegex(@"\bvalues don't meet the specifications of the schema\(s\)")]
    private static partial Regex Values();

    [GeneratedRegex("""
        \btemplate:\s\S+:\d+|\bparse\serror\s(?:at|on)\s|\berror\sconverting\sYAML\sto\sJSON:\s|\berror\svalidating\sdata:\s
        |\bstrict\sdecoding\serror:\s|\bno\smatches\sfor\skind\s""|\bChart\.yaml\sfile\sis\smissing\b|\bchart\.metadata\.\w+\sis\srequired\b
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Chart();
}
