using System.Text.Json.Serialization;

namespace Stores.Lifecycle;

/// <summary>What can be done with a store.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StoreOperationKind>))]
public enum StoreOperationKind
{
    /// <summary>Make it.</summary>
    Provision,

    /// <summary>Remove it.</summary>
    Delete,

    /// <summary>Bring its release to the chart and the values of this version of the app.</summary>
    Upgrade,

    /// <summary>Put back what was changed behind the app's back.</summary>
    Repair,
}
