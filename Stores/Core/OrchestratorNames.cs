namespace Stores.Core;

/// <summary>
/// Names of the orchestrator functions, by which they are started and histories know them: they stay as they are. What each does, the
/// class of that name says.
/// </summary>
public static class OrchestratorNames
{
    public const string BeginOperation = nameof(BeginOperation);
    public const string BeginSweep = nameof(BeginSweep);
    public const string SetRepairPause = nameof(SetRepairPause);
    public const string CompareStores = nameof(CompareStores);
    public const string DeleteStore = nameof(DeleteStore);
    public const string ExpireKeptStore = nameof(ExpireKeptStore);
    public const string ProvisionStore = nameof(ProvisionStore);
    public const string PurgeHistory = nameof(PurgeHistory);
    public const string RepairStore = nameof(RepairStore);
    public const string StripFinalizers = nameof(StripFinalizers);
    public const string SweepOrphans = nameof(SweepOrphans);
    public const string UpgradeStore = nameof(UpgradeStore);
}
