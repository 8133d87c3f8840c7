namespace Stores.Readiness;

/// <summary>A certificate that is waited for.</summary>
/// <param name="Secret">The TLS Secret's name.</param>
/// <param name="Said">The last that cert-manager said in the store's namespace, as Kind/name: Reason: message; null when it said
/// nothing.</param>
public sealed record MissingCertificate(string Secret, string? Said)
{
    /// <summary>What is missing, as its issuer names the cause, and where to look.</summary>
    public string Explain() =>
        $"Secret {Secret} of type kubernetes.io/tls does not exist yet; "
        + (Said is null
            ? "look at the Certificate of that name, or at what is to copy the Secret."
            : $"cert-manager said last: {Said.TrimEnd('.')}. Look at the Certificate of that name and its challenges.");
}
