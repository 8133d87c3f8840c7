using Stores.Core;

namespace Stores.Owners;

/// <summary>A store of an owner.</summary>
/// <param name="Admission">The id of the request that asked for it.</param>
/// <param name="Store">Its name.</param>
/// <param name="At">When it was asked for (UTC).</param>
public sealed record OwnedStore(string Admission, StoreName Store, DateTime At);
