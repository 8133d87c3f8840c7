namespace Functions.Kubernetes.Removal;

/// <summary>An object that has finalizers.</summary>
internal sealed record BlockingObject(string Name, string Version, bool LoadBalancer, IReadOnlyList<string> Finalizers);
