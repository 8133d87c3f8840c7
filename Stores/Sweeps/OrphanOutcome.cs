using System.Text.Json.Serialization;

namespace Stores.Sweeps;

/// <summary>What became of a sweep's action.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OrphanOutcome>))]
public enum OrphanOutcome
{
    /// <summary>Nothing was to be done, or the sweep was a dry run.</summary>
    None,

    /// <summary>It was done. A namespace is asked to go; that it has gone is what the next sweep sees.</summary>
    Done,

    /// <summary>Looked at once more before the removal, it was no orphan any more.</summary>
    Spared,

    /// <summary>It could not be done; the next sweep tries again.</summary>
    Failed,
}
