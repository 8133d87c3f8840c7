namespace Functions.Api.Queue;

/// <summary>A store that waits for a provisioning slot, its place from 1, and since when (UTC).</summary>
public sealed record SlotWaiterResponse(string Store, int Position, DateTime Since);
