namespace Stores.Core;

/// <summary>
/// Names of the entity functions, under which their states are kept: they stay as they are, whatever their classes are called. What each
/// is, its class says: <c>StoreEntity</c> and so on.
/// </summary>
public static class EntityNames
{
    public const string ComparisonHistory = nameof(ComparisonHistory);
    public const string Installation = "InstallationEntity";
    public const string Owner = "OwnerEntity";
    public const string ProvisioningSlots = nameof(ProvisioningSlots);
    public const string Store = "StoreEntity";
    public const string SweepHistory = nameof(SweepHistory);
    public const string SweepReport = "SweepReportEntity";
}
