namespace Stores.Core;

/// <summary>Names of the entity functions.</summary>
public static class EntityNames
{
    /// <summary>The name.</summary>
    public const string ComparisonHistory = nameof(ComparisonHistory);

    /// <summary>The name.</summary>
    public const string Installation = "InstallationEntity";

    /// <summary>The name.</summary>
    public const string Owner = "OwnerEntity";

    /// <summary>The name.</summary>
    public const string ProvisioningSlots = nameof(ProvisioningSlots);

    /// <summary>The name.</summary>
    public const string Store = "StoreEntity";

    /// <summary>The name.</summary>
    public const string SweepHistory = nameof(SweepHistory);

    /// <summary>The name.</summary>
    public const string SweepReport = "SweepReportEntity";
}
