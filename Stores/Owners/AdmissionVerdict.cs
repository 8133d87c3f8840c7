using System.Text.Json.Serialization;

namespace Stores.Owners;

/// <summary>Whether an owner may have one more store, in one word.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AdmissionVerdict>))]
public enum AdmissionVerdict
{
    /// <summary>It may.</summary>
    Accepted,

    /// <summary>It has as many stores as an owner may have.</summary>
    TooManyStores,

    /// <summary>Its latest creation is too recent.</summary>
    CoolingDown,
}
