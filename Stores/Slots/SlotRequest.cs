namespace Stores.Slots;

/// <summary>Asks for a slot.</summary>
/// <param name="Lease">What is asked for.</param>
/// <param name="Capacity">How many may hold a slot at once.</param>
/// <param name="MostWaiting">How many may wait, for newcomers.</param>
/// <param name="At">UTC.</param>
public sealed record SlotRequest(SlotLease Lease, int Capacity, int MostWaiting, DateTime At);
