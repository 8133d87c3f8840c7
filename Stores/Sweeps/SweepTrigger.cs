using System.Text.Json.Serialization;

namespace Stores.Sweeps;

/// <summary>Who asked for a sweep.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SweepTrigger>))]
public enum SweepTrigger
{
    /// <summary>The timer.</summary>
    Timer,

    /// <summary>A request to the API.</summary>
    Request,
}
