using k8s.Models;
using Stores.Core;

namespace Functions.IntegrationTests.Chart;

public sealed class PodSecurityTests
{
    // Where each container may write, and nowhere else.
    private static readonly Dictionary<string, string[]> s_writable = new()
    {
        ["web"] = ["/tmp", "/usr/src/wordpress/wp-content/uploads", "/var/lock/apache2", "/var/run/apache2"],
        ["database"] = ["/run/mysqld", "/tmp", "/var/lib/mysql"],
        ["fetch"] = ["/fetched/woocommerce", "/fetched/wp-cli", "/tmp"],
        ["install"] = ["/tmp", "/usr/src/wordpress/wp-content/uploads"],
        ["shop-check"] = ["/tmp"],
        ["isolation-check"] = ["/tmp"],
        ["cron"] = [],
    };

    public static TheoryData<string, string> Variants => ChartVariants.All;

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task Every_pod_passes_the_restricted_standard(string values, string set)
    {
        var chart = await RenderedChart.RenderAsync(values, set);
        Assert.True(chart.Pods.Count >= 8);
        Assert.All(chart.Pods, pod =>
        {
            Assert.True(pod.Spec.SecurityContext.RunAsNonRoot);
            Assert.True(pod.Spec.SecurityContext.RunAsUser > 0);
            Assert.True(pod.Spec.SecurityContext.RunAsGroup > 0);
            Assert.Equal("RuntimeDefault", pod.Spec.SecurityContext.SeccompProfile.Type);
            Assert.Null(pod.Spec.SecurityContext.Sysctls);
            Assert.False(pod.Spec.HostNetwork == true || pod.Spec.HostPID == true || pod.Spec.HostIPC == true);
            Assert.All(pod.Spec.Volumes ?? [], volume => Assert.True(
                volume.EmptyDir is not null || volume.ConfigMap is not null || volume.PersistentVolumeClaim is not null));
            Assert.All(pod.Containers, container =>
            {
                Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
                Assert.Null(container.SecurityContext.Privileged);
                Assert.Null(container.SecurityContext.RunAsUser);
                Assert.Null(container.SecurityContext.RunAsNonRoot);
                Assert.Null(container.SecurityContext.SeccompProfile);
                Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
                Assert.Null(container.SecurityContext.Capabilities.Add);
                Assert.All(container.Ports ?? [], port => Assert.True(port.ContainerPort > 1024 && port.HostPort is null));
            });
        });
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task No_pod_has_a_token_or_writes_elsewhere_than_is_named(string values, string set)
    {
        foreach (var pod in (await RenderedChart.RenderAsync(values, set)).Pods)
        {
            Assert.False(pod.Spec.AutomountServiceAccountToken);
            Assert.False(pod.Spec.EnableServiceLinks);
            Assert.Null(pod.Spec.ServiceAccountName);
            Assert.All(pod.Containers, container =>
            {
                Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
                var configuration = (pod.Spec.Volumes ?? []).Where(volume => volume.ConfigMap is not null)
                    .Select(volume => volume.Name).ToHashSet();
                Assert.Equal(
                    s_writable[container.Name],
                    (container.VolumeMounts ?? []).Where(mount => mount.ReadOnlyProperty != true && !configuration.Contains(mount.Name))
                        .Select(mount => mount.MountPath).Order());
            });
            Assert.All(
                (pod.Spec.Volumes ?? []).Where(volume => volume.EmptyDir is not null), volume => Assert.NotNull(volume.EmptyDir.SizeLimit));
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task Images_are_official_pinned_and_not_pulled_twice(string values, string set) =>
        Assert.All((await RenderedChart.RenderAsync(values, set)).Pods.SelectMany(pod => pod.Containers), container =>
        {
            Assert.Matches(@"^(wordpress|mariadb|mysql):\d+\.\d+\.\d+[a-z0-9.-]*@sha256:[0-9a-f]{64}$", container.Image);
            Assert.Equal("IfNotPresent", container.ImagePullPolicy);
        });

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task Passwords_come_from_the_secret_alone(string values, string set)
    {
        var chart = await RenderedChart.RenderAsync(values, set);

        Assert.Empty(chart.All<V1Secret>());
        Assert.Contains("zend.exception_ignore_args = On\n", chart.Single<V1ConfigMap>("config").Data["php.ini"], StringComparison.Ordinal);
        var passwords = chart.Pods.SelectMany(pod => pod.Containers.SelectMany(
            container => (container.Env ?? []).Where(variable => variable.Name.EndsWith("PASSWORD", StringComparison.Ordinal))
                .Select(variable => (container.Name, variable)))).ToList();
        Assert.All(passwords, password =>
        {
            Assert.Null(password.variable.Value);
            Assert.Equal(StoreResources.CredentialsSecret, password.variable.ValueFrom.SecretKeyRef.Name);
        });
        var keys = passwords.Select(password => (password.Name, password.variable.ValueFrom.SecretKeyRef.Key)).ToHashSet();
        Assert.Equal(
            [
                ("database", StoreResources.DatabasePasswordKey), ("database", StoreResources.DatabaseRootPasswordKey),
                ("install", StoreResources.AdminPasswordKey), ("install", StoreResources.DatabasePasswordKey),
                ("isolation-check", StoreResources.DatabasePasswordKey), ("shop-check", StoreResources.DatabasePasswordKey),
                ("web", StoreResources.DatabasePasswordKey),
            ],
            keys.Order());
    }

    [Fact]
    public async Task The_administrators_name_comes_from_the_secret_which_lacks_it_in_earlier_stores()
    {
        var chart = await RenderedChart.RenderAsync("local");

        var variable = chart.Pod("install").Spec.Containers.Single().Env.Single(variable => variable.Name == "STORE_ADMIN_USER");
        var source = variable.ValueFrom.SecretKeyRef;
        Assert.Equal(
            (null, StoreResources.CredentialsSecret, StoreResources.AdminUserKey, true),
            (variable.Value, source.Name, source.Key, source.Optional));
    }
}
