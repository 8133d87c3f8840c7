namespace Stores.Removal;

/// <summary>A claim and the volume behind it.</summary>
/// <param name="Claim">The PersistentVolumeClaim's name.</param>
/// <param name="Volume">The PersistentVolume's name; null while unbound.</param>
public sealed record VolumeRecord(string Claim, string? Volume)
{
    /// <summary>The claim's UID, as every store has claims of the same names; null in what older builds recorded.</summary>
    public string? ClaimUid { get; init; }

    /// <summary>The volume's UID; null when unbound, or where this account may not read volumes.</summary>
    public string? VolumeUid { get; init; }

    /// <summary>Delete, Retain or Recycle; null when unbound, or where this account may not read volumes.</summary>
    public string? ReclaimPolicy { get; init; }
}
