using Functions.Secrets;

namespace Functions.IntegrationTests.Secrets;

public sealed class KubernetesAdminSecretsTests : AdminSecretsContract
{
    internal override IAdminSecrets Secrets => new KubernetesAdminSecrets(Cluster);
}
