using Functions.Secrets;

namespace Functions.Tests.Secrets;

public sealed class KubernetesAdminSecretsTests : AdminSecretsContract
{
    internal override IAdminSecrets Secrets => new KubernetesAdminSecrets(Cluster);
}
