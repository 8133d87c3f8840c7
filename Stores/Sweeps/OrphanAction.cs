using System.Text.Json.Serialization;

namespace Stores.Sweeps;

/// <summary>What a sweep does about an orphan.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OrphanAction>))]
public enum OrphanAction
{
    /// <summary>Wait and look again: it was not seen often or long enough, or is going already.</summary>
    Watch,

    /// <summary>Delete it; a slot is given back.</summary>
    Remove,

    /// <summary>
    /// Nothing is deleted; the store's record is told: the operation ends as failed, the store is no longer shown as ready.
    /// </summary>
    Mark,

    /// <summary>Only tell: a sweep must not decide it.</summary>
    Report,
}
