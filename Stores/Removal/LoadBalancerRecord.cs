namespace Stores.Removal;

/// <summary>A Service of type LoadBalancer.</summary>
/// <param name="Service">Its name.</param>
/// <param name="Addresses">The addresses that it was assigned; empty when it had none yet.</param>
public sealed record LoadBalancerRecord(string Service, IReadOnlyList<string> Addresses);
