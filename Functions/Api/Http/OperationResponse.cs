using Stores.Lifecycle;

namespace Functions.Api.Http;

/// <summary>An operation that runs.</summary>
/// <param name="Id">Its instance id.</param>
/// <param name="Kind">Provision, Delete, Upgrade or Repair.</param>
/// <param name="Number">Counts the operations on stores of the name.</param>
/// <param name="StartedAt">UTC.</param>
public sealed record OperationResponse(string Id, StoreOperationKind Kind, int Number, DateTime StartedAt);
