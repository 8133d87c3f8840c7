using System.Text.Json.Serialization;

namespace Stores.Lifecycle;

/// <summary>The store's answer in one word.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OperationVerdict>))]
public enum OperationVerdict
{
    /// <summary>It goes ahead, or the same one already runs.</summary>
    Accepted,

    /// <summary>It could go ahead; nothing has changed yet. See <see cref="OperationRequest.Admitted"/>.</summary>
    Admissible,

    /// <summary>There is no such store.</summary>
    NotFound,

    /// <summary>Another operation or an existing store stands against it.</summary>
    Conflict,

    /// <summary>The Idempotency-Key came with another request before.</summary>
    KeyReused,

    /// <summary>The owner has as many stores as an owner may have.</summary>
    TooManyStores,

    /// <summary>The owner's latest creation is too recent.</summary>
    CoolingDown,

    /// <summary>As many wait for a provisioning slot as may.</summary>
    QueueFull,
}
