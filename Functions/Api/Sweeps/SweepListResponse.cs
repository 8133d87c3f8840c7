namespace Functions.Api.Sweeps;

/// <summary>Answer of GET /api/sweeps: the one that runs, then the latest fifty, newest first.</summary>
public sealed record SweepListResponse(IReadOnlyList<SweepResponse> Sweeps);
