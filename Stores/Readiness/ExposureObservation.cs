namespace Stores.Readiness;

/// <summary>The shop's way in.</summary>
/// <param name="Type">NodePort, LoadBalancer or Ingress.</param>
/// <param name="Url">The shop's absolute URL; null while no address is assigned.</param>
public sealed record ExposureObservation(string Type, string? Url)
{
    /// <summary>The address that is waited for; null when it is there, or none is waited for.</summary>
    public PendingAddress? Pending { get; init; }

    /// <summary>The certificate that the Ingress names and that is not there; null when none is asked for, or it is there.</summary>
    public MissingCertificate? MissingCertificate { get; init; }
}
