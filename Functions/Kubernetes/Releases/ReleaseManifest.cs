using System.Text.RegularExpressions;
using k8s;
using k8s.Models;
using Stores.Core;
using Stores.Drift;

namespace Functions.Kubernetes.Releases;

/// <summary>The objects of a release's manifest.</summary>
internal static partial class ReleaseManifest
{
    /// <summary>Those of the compared kinds, each with its kind.</summary>
    public static IReadOnlyList<(ComparedKind Kind, ClusterObject Object)> Read(string manifest) =>
    [
        .. from document in Separator().Split(manifest)
           let kind = Kind().Match(document)
           where kind.Success && ComparedKind.All.ContainsKey(kind.Groups[1].Value)
           let compared = ComparedKind.All[kind.Groups[1].Value]
           select (compared, compared.Describe(compared.Read(document))),
    ];

    /// <summary>All of them, in the order in which helm installs them.</summary>
    /// <exception cref="PermanentStoreFailureException">ReleaseUnreadable: there is one that KubernetesClient does not know.</exception>
    public static IReadOnlyList<IKubernetesObject<V1ObjectMeta>> ReadAll(string manifest)
    {
        try
        {
            return [.. KubernetesYaml.LoadAllFromString(manifest).Cast<IKubernetesObject<V1ObjectMeta>>()];
        }
        catch (KeyNotFoundException exception)
        {
            throw new PermanentStoreFailureException(
                Reasons.ReleaseUnreadable,
                $"The release has an object that the app cannot apply again ({exception.Message}): upgrade the store.");
        }
    }

    [GeneratedRegex(@"^---\s*$", RegexOptions.Multiline)]
    private static partial Regex Separator();

    [GeneratedRegex(@"^kind:\s*""?(\w+)""?\s*$", RegexOptions.Multiline)]
    private static partial Regex Kind();
}
