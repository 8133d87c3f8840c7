using System.Text.Json.Serialization;

namespace Stores.Drift;

/// <summary>What to do about a store's drift.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RepairVerdict>))]
public enum RepairVerdict
{
    /// <summary>Nothing that the app can put right.</summary>
    Nothing,

    /// <summary>Begin a repair now.</summary>
    Repair,

    /// <summary>Not yet: seen once only, or too soon after the last attempt.</summary>
    Wait,

    /// <summary>An operator or the configuration has paused repairs.</summary>
    Paused,

    /// <summary>It was tried often enough.</summary>
    GivenUp,
}
