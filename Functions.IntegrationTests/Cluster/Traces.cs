using k8s;
using k8s.Models;

namespace Functions.IntegrationTests.Cluster;

/// <summary>What a cluster still holds of stores.</summary>
internal static class Traces
{
    /// <summary>Namespaces, Secrets, claims and volumes of the stores, each named; empty when nothing is left.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(IKubernetes admin, IReadOnlyCollection<string> stores)
    {
        var namespaces = stores.Select(store => $"store-{store}").ToHashSet();
        var found = (await admin.CoreV1.ListNamespaceAsync()).Items.Where(ns => namespaces.Contains(ns.Name()))
            .Select(ns => $"namespace {ns.Name()}").ToList();
        var secrets = await admin.CoreV1.ListSecretForAllNamespacesAsync();
        found.AddRange(
            secrets.Items.Where(secret => namespaces.Contains(secret.Namespace()))
                .Select(secret => $"secret {secret.Name()} in {secret.Namespace()}"));
        var claims = await admin.CoreV1.ListPersistentVolumeClaimForAllNamespacesAsync();
        found.AddRange(
            claims.Items.Where(claim => namespaces.Contains(claim.Namespace()))
                .Select(claim => $"claim {claim.Name()} in {claim.Namespace()}"));
        var volumes = await admin.CoreV1.ListPersistentVolumeAsync();
        found.AddRange(
            volumes.Items.Where(volume => volume.Spec.ClaimRef?.NamespaceProperty is { } ns && namespaces.Contains(ns))
                .Select(volume => $"volume {volume.Name()} of {volume.Spec.ClaimRef.NamespaceProperty}"));
        return found;
    }

    /// <summary>
    /// Asserts that nothing of the stores is left. A volume that the app's account may not read may take a moment longer.
    /// </summary>
    public static async Task AssertNoneAsync(IKubernetes admin, params string[] stores)
    {
        Assert.DoesNotContain(await FindAsync(admin, stores), trace => !trace.StartsWith("volume", StringComparison.Ordinal));
        IReadOnlyList<string> found = [];
        await Eventually.TrueAsync(
            async () => (found = await FindAsync(admin, stores)).Count == 0,
            () => $"nothing should be left, but there is {string.Join(", ", found)}");
    }
}
