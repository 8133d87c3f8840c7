using System.Text.Json.Serialization;

namespace Stores.Sweeps;

/// <summary>What lacks its other half.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OrphanKind>))]
public enum OrphanKind
{
    /// <summary>A namespace without a store.</summary>
    Namespace,

    /// <summary>A helm release in a namespace without a store; it goes with its namespace.</summary>
    Release,

    /// <summary>Passwords in the vault without a store.</summary>
    VaultSecrets,

    /// <summary>A store that was ready and whose namespace is not there.</summary>
    MissingNamespace,

    /// <summary>A provisioning slot, or a place in the queue, of an orchestration that does not run.</summary>
    Slot,

    /// <summary>A store's operation whose orchestration does not run.</summary>
    Operation,
}
