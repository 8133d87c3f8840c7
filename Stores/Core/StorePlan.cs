using System.Text.Json.Serialization;

namespace Stores.Core;

/// <summary>How much a store may use; the chart's values say what each plan gives.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StorePlan>))]
public enum StorePlan
{
    /// <summary>A shop to try things out.</summary>
    Small,

    /// <summary>A shop with customers.</summary>
    Medium,

    /// <summary>A busy shop.</summary>
    Large,
}
