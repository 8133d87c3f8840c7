using Functions.Stores;

namespace Functions.Helm;

/// <summary>The values of charts/store that differ from store to store, in the chart's own shape.</summary>
public sealed record StoreValues(StoreValues.StoreSection Store, string Plan, StoreValues.DatabaseSection Database, StoreValues.CredentialsSection Credentials)
{
    /// <summary>The values of one store.</summary>
    public static StoreValues For(StoreSpec spec) => new(
        new StoreSection(spec.Name.Value),
        spec.Plan.ToString().ToLowerInvariant(),
        new DatabaseSection(spec.Engine.ToString().ToLowerInvariant()),
        new CredentialsSection(StoreResources.CredentialsSecret));

    /// <summary>Key store.</summary>
    public sealed record StoreSection(string Name);

    /// <summary>Key database.</summary>
    public sealed record DatabaseSection(string Engine);

    /// <summary>Key credentials.</summary>
    public sealed record CredentialsSection(string ExistingSecret);
}
