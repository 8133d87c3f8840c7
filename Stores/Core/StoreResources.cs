namespace Stores.Core;

/// <summary>What a store's name means in the cluster.</summary>
/// <param name="Name">The store's name.</param>
public sealed record StoreResources(StoreName Name)
{
    /// <summary>Label of a store's namespace whose value is the store's name. Only namespaces that carry it are ever touched.</summary>
    public const string StoreLabel = "serverless-stores/store";

    /// <summary>Label of a store's namespace whose value is the store's generation.</summary>
    public const string GenerationLabel = "serverless-stores/generation";

    /// <summary>Label of a store's namespace whose value is the id of the installation that made it.</summary>
    public const string InstallationLabel = "serverless-stores/installation";

    /// <summary>Key of the database's root password in the credentials Secret.</summary>
    public const string DatabaseRootPasswordKey = "database-root-password";

    /// <summary>Key of the shop's own database password in the credentials Secret.</summary>
    public const string DatabasePasswordKey = "database-password";

    /// <summary>Key of the shop administrator's password in the credentials Secret.</summary>
    public const string AdminPasswordKey = "admin-password";

    /// <summary>Key of the shop administrator's user name in the credentials Secret; without it the name is "admin".</summary>
    public const string AdminUserKey = "admin-user";

    /// <summary>Name of the Secret, in the store's namespace, with the store's passwords and the administrator's name.</summary>
    public const string CredentialsSecret = "store-credentials";

    /// <summary>The Secret by which the store's pods pull their images, where the app is told to copy one.</summary>
    public const string PullSecret = "store-image-pull";

    /// <summary>The Secret by which the shop logs in to the mail relay, where the app is told to copy one.</summary>
    public const string MailSecret = "store-mail";

    /// <summary>The namespace; one store each.</summary>
    public string Namespace => $"store-{Name}";

    /// <summary>The helm release in that namespace.</summary>
    public string Release => Name.Value;
}
