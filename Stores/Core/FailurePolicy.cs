using System.Text.Json.Serialization;

namespace Stores.Core;

/// <summary>What becomes of what a provision made before it failed. One that was cancelled is always undone.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FailurePolicy>))]
public enum FailurePolicy
{
    /// <summary>It is undone at once.</summary>
    Compensate,

    /// <summary>It stays for debugging, and is removed after a time to live.</summary>
    Keep,
}
