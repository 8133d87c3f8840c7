using Stores.Core;

namespace Stores.Slots;

/// <summary>A provisioning slot, or a place in the queue for one, for as long as its holder shows that it is alive.</summary>
/// <param name="Holder">The instance id of the orchestration that wants it.</param>
/// <param name="Store">The store that it works on.</param>
/// <param name="Generation">The store's generation.</param>
/// <param name="Since">When it was first asked for (UTC).</param>
/// <param name="LeaseUntil">When the holder must have renewed it, or whoever asks next looks whether the holder still runs (UTC).</param>
public sealed record SlotLease(string Holder, StoreName Store, int Generation, DateTime Since, DateTime LeaseUntil);
