using Stores.Core;

namespace Functions.Secrets;

/// <summary>Section <c>Secrets</c> of the configuration.</summary>
public sealed class SecretsOptions : ISettings
{
    /// <summary>
    /// The vault that is the source of all passwords: https://NAME.vault.azure.net; when left out, Kubernetes Secrets alone hold them.
    /// </summary>
    public Uri? KeyVaultUri { get; set; }

    /// <inheritdoc/>
    public IEnumerable<string> FindErrors() =>
        KeyVaultUri is null or { IsAbsoluteUri: true, Scheme: "https" } ? [] : [$"{nameof(KeyVaultUri)} must be an absolute https URI."];
}
