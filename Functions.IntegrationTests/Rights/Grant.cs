using Functions.IntegrationTests.Helm;
using Functions.Kubernetes.Namespaces;
using k8s;
using k8s.Models;

namespace Functions.IntegrationTests.Rights;

/// <summary>One thing that charts/orchestrator lets the app's account do.</summary>
/// <param name="Role">The ClusterRole that grants it.</param>
/// <param name="Everywhere">Whether it holds in the whole cluster; else in the namespaces of stores.</param>
/// <param name="Verb">The verb.</param>
/// <param name="Group">The API group.</param>
/// <param name="Resource">The resource.</param>
/// <param name="Name">The one object that it is about; null for all.</param>
internal sealed record Grant(string Role, bool Everywhere, string Verb, string Group, string Resource, string? Name = null)
{
    /// <summary>The ClusterRole that the app binds to itself in the namespaces of stores.</summary>
    public static string StoreRole { get; } = StoreNamespace.AccountBinding("namespace/name").RoleRef.Name;

    /// <summary>What the chart grants with these values.</summary>
    public static async Task<IReadOnlyList<Grant>> ByChartAsync(string set)
    {
        var rendered = await HelmTool.RunAsync(null, "template", "app", HelmTool.OrchestratorChart, "--set", set);
        Assert.True(rendered.ExitCode == 0, rendered.StandardError);
        var objects = KubernetesYaml.LoadAllFromString(rendered.StandardOutput);
        var everywhere = objects.OfType<V1ClusterRoleBinding>().Select(binding => binding.RoleRef.Name).ToHashSet();
        return [.. objects.OfType<V1ClusterRole>().Where(role => everywhere.Contains(role.Name()) || role.Name() == StoreRole)
            .SelectMany(role => role.Rules.SelectMany(rule => Of(role.Name(), everywhere.Contains(role.Name()), rule)))];
    }

    /// <summary>Whether it lets a request pass. A * passes nothing, so that it counts as the excess that it is.</summary>
    public bool Covers(ApiCall call) =>
        (Verb, Group, Resource) == (call.Verb, call.Group, call.Resource)
        && (Name is null || Name == call.Name)
        && (Everywhere || call.InStore);

    public override string ToString() =>
        $"ClusterRole {Role}: {Verb} {Resource}{(Group.Length > 0 ? $".{Group}" : "")}{(Name is null ? "" : $" {Name}")}";

    private static IEnumerable<Grant> Of(string role, bool everywhere, V1PolicyRule rule) =>
        from verb in rule.Verbs
        from grouped in rule.ApiGroups
        from resource in rule.Resources
        from name in rule.ResourceNames is { Count: > 0 } names ? names.Cast<string?>() : [null]
        select new Grant(role, everywhere, verb, grouped, resource, name);
}
