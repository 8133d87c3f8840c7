namespace Functions.Secrets;

/// <summary>Section <c>Secrets</c> of the configuration.</summary>
public sealed class SecretsOptions
{
    /// <summary>
    /// The vault that is the source of all passwords: https://NAME.vault.azure.net; when left out, Kubernetes Secrets alone hold them.
    /// </summary>
    public Uri? KeyVaultUri { get; set; }
}
