namespace Stores.Removal;

/// <summary>An object and finalizers of it.</summary>
/// <param name="Resource">Plural and group as the namespace's conditions name them: configmaps, ingresses.networking.k8s.io.</param>
/// <param name="Name">The object's name.</param>
/// <param name="Finalizers">The finalizers.</param>
public sealed record ObjectFinalizers(string Resource, string Name, IReadOnlyList<string> Finalizers);
