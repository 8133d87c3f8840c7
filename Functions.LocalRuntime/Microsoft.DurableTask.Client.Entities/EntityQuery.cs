namespace Microsoft.DurableTask.Client.Entities;

/// <summary>Which entities to list.</summary>
public record EntityQuery
{
    /// <summary>Results a page when not said otherwise.</summary>
    public const int DefaultPageSize = 100;

    private readonly string? _instanceIdStartsWith;

    /// <summary>Only ids that begin so: name, @name or @name@key; the name's case is ignored.</summary>
    public string? InstanceIdStartsWith
    {
        get => _instanceIdStartsWith;
        init
        {
            var prefixed = value is null || value.StartsWith('@') ? value : $"@{value}";
            var key = prefixed is null ? -1 : prefixed.IndexOf('@', 1);
            _instanceIdStartsWith = prefixed is null ? null : key < 0 ? prefixed.ToLowerInvariant() : prefixed[..key].ToLowerInvariant() + prefixed[key..];
        }
    }

    /// <summary>Whether the state comes with it.</summary>
    public bool IncludeState { get; init; } = true;

    /// <summary>Results a page.</summary>
    public int? PageSize { get; init; }

    /// <summary>Where to go on.</summary>
    public string? ContinuationToken { get; init; }
}
