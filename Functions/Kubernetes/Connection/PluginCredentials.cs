using System.Text.Json;

namespace Functions.Kubernetes.Connection;

/// <summary>What a plugin gives: a token, or a certificate with its key, in PEM.</summary>
/// <param name="Token">The token.</param>
/// <param name="ExpirationTimestamp">When they end; null for never.</param>
/// <param name="ClientCertificateData">The certificate.</param>
/// <param name="ClientKeyData">Its key.</param>
internal sealed record PluginCredentials(
    string? Token, DateTimeOffset? ExpirationTimestamp, string? ClientCertificateData, string? ClientKeyData)
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);

    public DateTimeOffset ExpiresAt => ExpirationTimestamp ?? DateTimeOffset.MaxValue;

    /// <summary>Tells no secret.</summary>
    public override string ToString() => $"credentials until {ExpiresAt:u}";
}
