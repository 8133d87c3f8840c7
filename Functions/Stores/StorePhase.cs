using System.Text.Json.Serialization;

namespace Functions.Stores;

/// <summary>Where a store is in its life.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StorePhase>))]
public enum StorePhase
{
    /// <summary>No store of that name was ever asked for.</summary>
    Absent,

    /// <summary>Waiting for a provisioning slot.</summary>
    Queued,

    /// <summary>Being made.</summary>
    Provisioning,

    /// <summary>Running and reachable.</summary>
    Ready,

    /// <summary>The last operation failed; the record says why. Deleting the store is always possible.</summary>
    Failed,

    /// <summary>Being removed.</summary>
    Deleting,

    /// <summary>Removed; the record holds the receipt. The name may be used again.</summary>
    Deleted,
}
