using System.Text.Json;

namespace Stores.Drift;

/// <summary>An object, as helm's manifest describes it or as the API server shows it.</summary>
/// <param name="Kind">Kubernetes' kind.</param>
/// <param name="Name">Its name.</param>
/// <param name="Content">The whole object.</param>
public sealed record ClusterObject(string Kind, string Name, JsonElement Content);
