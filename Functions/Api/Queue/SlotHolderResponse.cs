namespace Functions.Api.Queue;

/// <summary>A store that holds a provisioning slot, since when it asked, and when its lease runs out unless it is renewed (UTC).</summary>
public sealed record SlotHolderResponse(string Store, DateTime Since, DateTime LeaseUntil);
