using System.Text.Json.Serialization;
using Stores.Core;

namespace Functions.Helm;

/// <summary>The values of charts/store that differ from store to store, in the chart's own shape.</summary>
public sealed record StoreValues(
    StoreValues.StoreSection Store, string Plan, StoreValues.DatabaseSection Database, StoreValues.CredentialsSection Credentials)
{
    /// <summary>What volumes have grown to; null, and not among the values, where none has.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public VolumesSection? Volumes { get; init; }

    /// <summary>Secrets of the namespace by which images are pulled; null, and not among the values, where the app copied none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? ImagePullSecrets { get; init; }

    /// <summary>How long the chart's own waits are; null, and not among the values, where the chart's are to hold.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public InstallSection? Install { get; init; }

    /// <summary>What of the mail relay the app says; null, and not among the values, where it copied no credentials for it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MailSection? Mail { get; init; }

    /// <summary>The values of one store.</summary>
    public static StoreValues For(StoreSpec spec) => new(
        new StoreSection(spec.Name.Value),
        spec.Plan.ToString().ToLowerInvariant(),
        new DatabaseSection(spec.Engine.ToString().ToLowerInvariant()),
        new CredentialsSection(StoreResources.CredentialsSecret));

    /// <summary>The same for a store whose volume claims have grown, by name.</summary>
    public StoreValues WithGrown(IReadOnlyDictionary<string, string> claims) =>
        claims.TryGetValue("uploads", out var uploads) ? this with { Volumes = new VolumesSection(uploads) } : this;

    /// <summary>The same for a store whose namespace has copies of Secrets, by their names.</summary>
    public StoreValues WithSecrets(IReadOnlyList<string> copies) => this with
    {
        ImagePullSecrets = copies.Contains(StoreResources.PullSecret) ? [StoreResources.PullSecret] : null,
        Mail = copies.Contains(StoreResources.MailSecret) ? new MailSection(StoreResources.MailSecret) : null,
    };

    /// <summary>Key store.</summary>
    public sealed record StoreSection(string Name);

    /// <summary>Key database.</summary>
    public sealed record DatabaseSection(string Engine);

    /// <summary>Key volumes.</summary>
    public sealed record VolumesSection(string Uploads);

    /// <summary>Key install.</summary>
    /// <param name="DatabaseTimeout">In seconds, at least 1.</param>
    public sealed record InstallSection(int DatabaseTimeout)
    {
        /// <summary>Of the wait for the database; null where that has no end.</summary>
        public static InstallSection? For(RetrySettings wait) =>
            wait.Deadline is { } deadline ? new((int)Math.Ceiling(deadline.TotalSeconds)) : null;
    }

    /// <summary>Key mail.</summary>
    public sealed record MailSection(string ExistingSecret);

    /// <summary>Key credentials.</summary>
    public sealed record CredentialsSection(string ExistingSecret);
}
