using System.Text.Json.Serialization;

namespace Stores.Core;

/// <summary>Whether something is worth another look.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LookState>))]
public enum LookState
{
    /// <summary>No: it is there.</summary>
    Done,

    /// <summary>Yes, after a while.</summary>
    NotYet,

    /// <summary>No: it will not come.</summary>
    Hopeless,
}
