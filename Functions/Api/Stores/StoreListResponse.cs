namespace Functions.Api.Stores;

/// <summary>Answer of GET /api/stores: every store that is not deleted, by name.</summary>
public sealed record StoreListResponse(IReadOnlyList<StoreResponse> Stores);
