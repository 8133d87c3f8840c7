using System.Net.Http.Headers;
using k8s.Authentication;

namespace Functions.Kubernetes.Connection;

/// <summary>A token that is kept in a file, which whoever renews it replaces; read for each request, so that none goes with one that has
/// expired.</summary>
/// <param name="path">The file.</param>
internal sealed class TokenFile(string path) : ITokenProvider
{
    /// <exception cref="IOException">The file cannot be read now.</exception>
    public async Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken) =>
        new("Bearer", (await File.ReadAllTextAsync(path, cancellationToken)).Trim());
}
