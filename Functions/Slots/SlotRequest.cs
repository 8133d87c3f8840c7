using Functions.Stores;

namespace Functions.Slots;

/// <summary>Someone who wants a provisioning slot.</summary>
/// <param name="Holder">The instance id of the provisioning orchestration.</param>
/// <param name="Store">The store that it provisions.</param>
/// <param name="At">When it first asked (UTC).</param>
public sealed record SlotRequest(string Holder, StoreName Store, DateTime At);
