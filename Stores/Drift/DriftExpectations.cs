namespace Stores.Drift;

/// <summary>What the app would make today.</summary>
/// <param name="Chart">The bundled chart's name and version, as in the label helm.sh/chart.</param>
/// <param name="CredentialKeys">The keys that the credentials Secret must have.</param>
/// <param name="CredentialsAreInVault">Whether a vault has the passwords, so that a lost Secret can be made again.</param>
public sealed record DriftExpectations(string Chart, IReadOnlyList<string> CredentialKeys, bool CredentialsAreInVault);
