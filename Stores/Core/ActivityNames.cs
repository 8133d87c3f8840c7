namespace Stores.Core;

/// <summary>Names of the activity functions.</summary>
public static class ActivityNames
{
    /// <summary>The name.</summary>
    public const string AwaitAbsence = nameof(AwaitAbsence);

    /// <summary>The name.</summary>
    public const string AwaitDatabase = nameof(AwaitDatabase);

    /// <summary>The name.</summary>
    public const string AwaitShopCheck = nameof(AwaitShopCheck);

    /// <summary>The name.</summary>
    public const string AwaitWorkloads = nameof(AwaitWorkloads);

    /// <summary>The name.</summary>
    public const string CompareStorePage = nameof(CompareStorePage);

    /// <summary>The name.</summary>
    public const string CreateNamespace = nameof(CreateNamespace);

    /// <summary>The name.</summary>
    public const string DeleteCredentials = nameof(DeleteCredentials);

    /// <summary>The name.</summary>
    public const string DeleteNamespace = nameof(DeleteNamespace);

    /// <summary>The name.</summary>
    public const string DiagnoseStore = nameof(DiagnoseStore);

    /// <summary>The name.</summary>
    public const string EnsureCredentials = nameof(EnsureCredentials);

    /// <summary>The name.</summary>
    public const string FindDrift = nameof(FindDrift);

    /// <summary>The name.</summary>
    public const string FindEndedOrchestrations = nameof(FindEndedOrchestrations);

    /// <summary>The name.</summary>
    public const string FindOrphans = nameof(FindOrphans);

    /// <summary>The name.</summary>
    public const string InstallRelease = nameof(InstallRelease);

    /// <summary>The name.</summary>
    public const string InventoryStore = nameof(InventoryStore);

    /// <summary>The name.</summary>
    public const string PurgeEndedOrchestrations = nameof(PurgeEndedOrchestrations);

    /// <summary>The name.</summary>
    public const string ReapplyRelease = nameof(ReapplyRelease);

    /// <summary>The name.</summary>
    public const string RemoveAdditions = nameof(RemoveAdditions);

    /// <summary>The name.</summary>
    public const string RemoveOrphanNamespace = nameof(RemoveOrphanNamespace);

    /// <summary>The name.</summary>
    public const string RemoveOrphanSecrets = nameof(RemoveOrphanSecrets);

    /// <summary>The name.</summary>
    public const string StartShopCheck = nameof(StartShopCheck);

    /// <summary>The name.</summary>
    public const string StripNamespaceFinalizers = nameof(StripNamespaceFinalizers);

    /// <summary>The name.</summary>
    public const string UninstallRelease = nameof(UninstallRelease);
}
