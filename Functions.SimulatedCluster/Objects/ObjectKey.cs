namespace Functions.SimulatedCluster.Objects;

/// <summary>Which object.</summary>
internal readonly record struct ObjectKey(Kind Kind, string Namespace, string Name);
