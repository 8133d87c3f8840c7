using Stores.Core;

namespace Stores.Removal;

/// <summary>Input of <c>AwaitAbsence</c>.</summary>
/// <param name="Store">Whose remains.</param>
/// <param name="Inventory">What there was.</param>
public sealed record AwaitAbsenceInput(StoreIdentity Store, StoreInventory Inventory);
