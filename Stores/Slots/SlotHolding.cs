using Stores.Core;

namespace Stores.Slots;

/// <summary>A provisioning slot, or a place in the queue for one, as a sweep sees it.</summary>
/// <param name="Holder">The instance id of the orchestration that has it.</param>
/// <param name="Store">The store that it is for.</param>
public sealed record SlotHolding(string Holder, StoreName Store);
