namespace Stores.Core;

/// <summary>State of <c>InstallationEntity</c>.</summary>
public sealed record InstallationRecord
{
    /// <summary>32 hexadecimal digits.</summary>
    public string Id { get; init; } = "";
}
