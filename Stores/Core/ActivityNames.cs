namespace Stores.Core;

/// <summary>
/// Names of the activity functions, by which orchestrators call them and histories know them: they stay as they are. What each does, the
/// class of that name says.
/// </summary>
public static class ActivityNames
{
    public const string AwaitAbsence = nameof(AwaitAbsence);
    public const string AwaitDatabase = nameof(AwaitDatabase);
    public const string AwaitShopCheck = nameof(AwaitShopCheck);
    public const string AwaitWorkloads = nameof(AwaitWorkloads);
    public const string CompareStorePage = nameof(CompareStorePage);
    public const string CreateNamespace = nameof(CreateNamespace);
    public const string DeleteCredentials = nameof(DeleteCredentials);
    public const string DeleteNamespace = nameof(DeleteNamespace);
    public const string DiagnoseStore = nameof(DiagnoseStore);
    public const string EnsureCredentials = nameof(EnsureCredentials);
    public const string FindDrift = nameof(FindDrift);
    public const string FindEndedOrchestrations = nameof(FindEndedOrchestrations);
    public const string FindOrphans = nameof(FindOrphans);
    public const string InstallRelease = nameof(InstallRelease);
    public const string InventoryStore = nameof(InventoryStore);
    public const string PurgeEndedOrchestrations = nameof(PurgeEndedOrchestrations);
    public const string ReapplyRelease = nameof(ReapplyRelease);
    public const string RemoveAdditions = nameof(RemoveAdditions);
    public const string RemoveOrphanNamespace = nameof(RemoveOrphanNamespace);
    public const string RemoveOrphanSecrets = nameof(RemoveOrphanSecrets);
    public const string StartShopCheck = nameof(StartShopCheck);
    public const string StripNamespaceFinalizers = nameof(StripNamespaceFinalizers);
    public const string UninstallRelease = nameof(UninstallRelease);
}
