namespace Stores.Removal;

/// <summary>One thing that belongs to a store.</summary>
/// <param name="Kind">Its kind, as Kubernetes calls it, Release or VaultSecret.</param>
/// <param name="Name">Its name.</param>
public sealed record StoreItem(string Kind, string Name)
{
    /// <summary>The store's namespace.</summary>
    public const string Namespace = nameof(Namespace);

    /// <summary>The helm release.</summary>
    public const string Release = nameof(Release);

    /// <summary>An Ingress.</summary>
    public const string Ingress = nameof(Ingress);

    /// <summary>A Service of type LoadBalancer.</summary>
    public const string Service = nameof(Service);

    /// <summary>A claim.</summary>
    public const string Claim = "PersistentVolumeClaim";

    /// <summary>A volume, which belongs to no namespace.</summary>
    public const string Volume = "PersistentVolume";

    /// <summary>A vault's secret.</summary>
    public const string VaultSecret = nameof(VaultSecret);

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {Name}";
}
