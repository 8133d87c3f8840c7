using System.Text.Json.Serialization;

namespace Stores.Lifecycle;

/// <summary>What can be asked of a store.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StoreRequestKind>))]
public enum StoreRequestKind
{
    /// <summary>Make it, under a name that is free.</summary>
    Provision,

    /// <summary>Make a store that failed once more, as its next generation.</summary>
    Retry,

    /// <summary>Upgrade a store that runs.</summary>
    Upgrade,

    /// <summary>Repair a store that runs.</summary>
    Repair,

    /// <summary>Stop what is being done, and undo it.</summary>
    Cancel,

    /// <summary>Remove it, whatever is being done.</summary>
    Delete,
}
