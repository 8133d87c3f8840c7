using System.Text.Json.Serialization;

namespace Stores.Drift;

/// <summary>Who can put a drift right.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DriftRemedy>))]
public enum DriftRemedy
{
    /// <summary>The app: what it made is to be applied again.</summary>
    Repair,

    /// <summary>Time: something is not ready and applying it again would not help.</summary>
    Wait,

    /// <summary>The operator, as the message says.</summary>
    Operator,
}
