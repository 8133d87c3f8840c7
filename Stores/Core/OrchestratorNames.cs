namespace Stores.Core;

/// <summary>Names of the orchestrator functions.</summary>
public static class OrchestratorNames
{
    /// <summary>The name.</summary>
    public const string BeginOperation = nameof(BeginOperation);

    /// <summary>The name.</summary>
    public const string BeginSweep = nameof(BeginSweep);

    /// <summary>The name.</summary>
    public const string SetRepairPause = nameof(SetRepairPause);

    /// <summary>The name.</summary>
    public const string CompareStores = nameof(CompareStores);

    /// <summary>The name.</summary>
    public const string DeleteStore = nameof(DeleteStore);

    /// <summary>The name.</summary>
    public const string ExpireKeptStore = nameof(ExpireKeptStore);

    /// <summary>The name.</summary>
    public const string ProvisionStore = nameof(ProvisionStore);

    /// <summary>The name.</summary>
    public const string PurgeHistory = nameof(PurgeHistory);

    /// <summary>The name.</summary>
    public const string RepairStore = nameof(RepairStore);

    /// <summary>The name.</summary>
    public const string StripFinalizers = nameof(StripFinalizers);

    /// <summary>The name.</summary>
    public const string SweepOrphans = nameof(SweepOrphans);

    /// <summary>The name.</summary>
    public const string UpgradeStore = nameof(UpgradeStore);
}
