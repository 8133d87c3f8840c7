namespace Stores.Removal;

/// <summary>An Ingress.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Hosts">The hosts of its rules.</param>
public sealed record IngressRecord(string Name, IReadOnlyList<string> Hosts);
