using Functions.Stores;

namespace Functions.Secrets;

/// <summary>Without a vault nothing is kept outside the stores' namespaces.</summary>
internal sealed class NoSecretsSurvey : ISecretsSurvey
{
    public Task<IReadOnlyCollection<KeptSecrets>> ListAsync(string installation, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyCollection<KeptSecrets>>([]);
}
