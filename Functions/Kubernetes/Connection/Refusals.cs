using System.Text.RegularExpressions;
using k8s.Models;
using Stores.Core;

namespace Functions.Kubernetes.Connection;

/// <summary>
/// Tells by its words why an API server refuses something: <c>Forbidden</c> alone may be a missing right, a quota, a policy, a field that
/// cannot change or a namespace on its way out, and each has another remedy.
/// </summary>
internal static partial class Refusals
{
    /// <summary>The failure behind what a server said.</summary>
    /// <param name="attempt">What was tried, as the beginning of the message: "Could not create namespace store-demo".</param>
    /// <param name="said">The server's words, which go into the message; free of secrets.</param>
    /// <returns>Null when they are no refusal that is known.</returns>
    public static StoreFailureException? Find(string attempt, string said)
    {
        var words = WithoutNames(said);
        return words switch
        {
            _ when Terminating().IsMatch(words) =>
                new TransientStoreFailureException(Reasons.NamespaceTerminating, Say("It passes once the namespace is gone.")),
            _ when Quota().IsMatch(words) => Final(Reasons.QuotaExceeded, "Raise that quota, or remove what uses it up."),
            _ when Invalid().IsMatch(words) && IsImmutable(words) => Final(
                Reasons.ImmutableField, "What exists keeps that field: undo the change, or delete the object and all that it holds."),
            _ when Invalid().IsMatch(words) => Final(Reasons.Invalid, "Correct that field in the chart or in its values."),
            _ when Rights().IsMatch(words) => Final(
                Reasons.Forbidden, "Give the app's account that right: charts/orchestrator has all that it needs."),
            _ when Admission().IsMatch(words) => Final(
                Reasons.AdmissionDenied,
                "No right is missing: change the policy, limit range or webhook that refuses it, or what it refuses."),
            _ => null,
        };

        string Say(string remedy) => $"{attempt}: {said.TrimEnd('.')}. {remedy}";

        StoreFailureException Final(string reason, string remedy) => new PermanentStoreFailureException(reason, Say(remedy));
    }

    /// <summary>A server's or a client's words without what others have named, so that no name is taken for a word.</summary>
    public static string WithoutNames(string said) => Quoted().Replace(said, "\"\"");

    /// <summary>Whether a server refuses an object for nothing but fields that cannot change.</summary>
    public static bool AreImmutable(IEnumerable<V1StatusCause> causes) => causes.All(cause => IsImmutable(cause.Message ?? ""));

    // Kinds differ in how they say it; no name has the blanks of these phrases.
    private static bool IsImmutable(string said) => Immutable().IsMatch(said);

    [GeneratedRegex(@"\bbecause it is being terminated\b")]
    private static partial Regex Terminating();

    [GeneratedRegex(@"\bexceeded quota: ")]
    private static partial Regex Quota();

    [GeneratedRegex("\"\" is invalid: ")]
    private static partial Regex Invalid();

    [GeneratedRegex("""
        \bis\simmutable\b|\bupdates\sto\s\S+\sspec\sfor\sfields\sother\sthan\b|\bmay\snot\schange\b|\bcannot\schange\s\w+
        |\bfield\scan\snot\sbe\sless\sthan\b
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Immutable();

    // Of a user without a name too: "forbidden: User "" cannot get path "/version"".
    [GeneratedRegex(@"\bforbidden: [Uu]ser """" ")]
    private static partial Regex Rights();

    [GeneratedRegex(@" is forbidden: |\badmission webhook """" denied the request\b")]
    private static partial Regex Admission();

    [GeneratedRegex("""
        "(?:\\.|[^"\\])*"
        """)]
    private static partial Regex Quoted();
}
