using System.Text.RegularExpressions;
using Functions.Stores;

namespace Functions.Kubernetes;

/// <summary>The objects of a release's manifest.</summary>
internal static partial class ReleaseManifest
{
    /// <summary>Those of the surveyed kinds, each with its kind.</summary>
    public static IReadOnlyList<(SurveyedKind Kind, ClusterObject Object)> Read(string manifest) =>
    [
        .. from document in Separator().Split(manifest)
           let kind = Kind().Match(document)
           where kind.Success && SurveyedKind.All.ContainsKey(kind.Groups[1].Value)
           let surveyed = SurveyedKind.All[kind.Groups[1].Value]
           select (surveyed, surveyed.Describe(surveyed.Read(document))),
    ];

    [GeneratedRegex(@"^---\s*$", RegexOptions.Multiline)]
    private static partial Regex Separator();

    [GeneratedRegex(@"^kind:\s*""?(\w+)""?\s*$", RegexOptions.Multiline)]
    private static partial Regex Kind();
}
