using System.IO.Compression;
using System.Text.Json;
using k8s.Models;
using Stores.Core;
using Stores.Releases;

namespace Functions.Kubernetes.Releases;

/// <summary>What helm keeps of one revision of a release: JSON, compressed, in base64, in a Secret.</summary>
/// <param name="Revision">The revision, with its chart.</param>
/// <param name="Manifest">The objects that it applied, as YAML documents; without hooks.</param>
internal sealed record ReleaseSecret(ReleaseRevision Revision, string Manifest)
{
    /// <summary>What selects helm's records of all releases.</summary>
    public const string Selector = "owner=helm";

    /// <summary>The label with the release's name.</summary>
    public const string NameLabel = "name";

    /// <summary>The label with the revision's number.</summary>
    public const string VersionLabel = "version";

    /// <summary>The label with the revision's status, in helm's words; that of the newest revision is never superseded.</summary>
    public const string StatusLabel = "status";

    private const string Type = "helm.sh/release.v1";

    /// <summary>Reads the newest revision of a release among Secrets; null when there is none.</summary>
    /// <exception cref="PermanentStoreFailureException">ReleaseUnreadable: it is no release as this helm writes it.</exception>
    public static ReleaseSecret? ReadNewest(IEnumerable<V1Secret> secrets, string release)
    {
        var newest = secrets.Where(secret => secret.Type == Type && secret.GetLabel(NameLabel) == release)
            .MaxBy(secret => int.TryParse(secret.GetLabel(VersionLabel), out var version) ? version : 0);
        if (newest is null)
        {
            return null;
        }

        try
        {
            return Read(newest);
        }
        catch (Exception exception) when (exception is FormatException or InvalidDataException or JsonException or KeyNotFoundException
            or InvalidOperationException)
        {
            throw new PermanentStoreFailureException(
                Reasons.ReleaseUnreadable,
                $"Secret {newest.Name()} in namespace {newest.Namespace()} does not hold a release ({exception.GetType().Name}): "
                + "roll the release back by hand, or delete the store.");
        }
    }

    private static ReleaseSecret Read(V1Secret secret)
    {
        var compressed = Convert.FromBase64String(System.Text.Encoding.ASCII.GetString(secret.Data["release"]));
        using var stream = new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress);
        using var document = JsonDocument.Parse(stream);
        var root = document.RootElement;
        var chart = root.GetProperty("chart").GetProperty("metadata");
        return new ReleaseSecret(
            new ReleaseRevision(
                root.GetProperty("version").GetInt32(),
                ReleaseStatusWords.Parse(root.GetProperty("info").GetProperty("status").GetString()))
            {
                Chart = $"{chart.GetProperty("name").GetString()}-{chart.GetProperty("version").GetString()}",
            },
            root.GetProperty("manifest").GetString() ?? "");
    }
}
