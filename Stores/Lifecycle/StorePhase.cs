using System.Text.Json.Serialization;

namespace Stores.Lifecycle;

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

    /// <summary>Running, but not as it should be; the record says why.</summary>
    Degraded,

    /// <summary>Its release is being upgraded; it runs meanwhile.</summary>
    Upgrading,

    /// <summary>What was changed behind the app's back is being put back; it runs meanwhile.</summary>
    Repairing,

    /// <summary>Its provision or its deletion failed; the record says why. Deleting the store is always possible.</summary>
    Failed,

    /// <summary>Being removed.</summary>
    Deleting,

    /// <summary>Removed; the record holds the receipt. The name may be used again.</summary>
    Deleted,
}
