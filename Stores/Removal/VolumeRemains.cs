namespace Stores.Removal;

/// <summary>A volume that still exists.</summary>
/// <param name="Name">The PersistentVolume's name.</param>
/// <param name="ReclaimPolicy">Delete, Retain or Recycle: what becomes of it once its claim is gone.</param>
/// <param name="Phase">Bound, Released, Failed, ...</param>
public sealed record VolumeRemains(string Name, string? ReclaimPolicy, string? Phase);
