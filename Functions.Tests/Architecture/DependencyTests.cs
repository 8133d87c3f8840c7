using System.Reflection;
using System.Text.RegularExpressions;
using Functions.Stores;
using Functions.Tests.Hosting;
using Microsoft.Azure.Functions.Worker;
using NetArchTest.Rules;

namespace Functions.Tests.Architecture;

/// <summary>Which rooms may know of which.</summary>
public sealed class DependencyTests
{
    private static readonly Assembly s_app = typeof(StoreName).Assembly;

    [Theory]
    [InlineData(
        "Functions.Stores", "Microsoft", "Azure", "k8s", "CliWrap", "Polly", "Functions.Api", "Functions.Orchestrations",
        "Functions.Kubernetes", "Functions.Helm", "Functions.Secrets", "Functions.Activities", "Functions.Slots", "System.IO")]
    [InlineData(
        "Functions.Slots", "k8s", "Azure", "CliWrap", "System.IO", "Functions.Kubernetes", "Functions.Helm", "Functions.Secrets",
        "Functions.Api", "Microsoft.Extensions.Options", "Microsoft.Extensions.Configuration", "System.TimeProvider")]
    [InlineData(
        "Functions.Orchestrations", "k8s", "Azure", "CliWrap", "System.IO", "Functions.Kubernetes", "Functions.Helm", "Functions.Secrets",
        "Functions.Api", "Microsoft.Extensions.Options", "Microsoft.Extensions.Configuration", "System.TimeProvider")]
    [InlineData("Functions.Activities", "k8s", "Azure", "CliWrap", "Functions.Api", "Functions.Orchestrations", "Functions.Slots")]
    [InlineData(
        "Functions.Api", "k8s", "Azure", "CliWrap", "Functions.Kubernetes", "Functions.Helm", "Functions.Secrets", "Functions.Activities")]
    [InlineData(
        "Functions.Timers", "k8s", "Azure", "CliWrap", "Functions.Kubernetes", "Functions.Helm", "Functions.Secrets",
        "Functions.Activities", "Functions.Api")]
    [InlineData("Functions.Secrets", "k8s", "CliWrap", "Functions.Helm", "Functions.Api", "Functions.Orchestrations")]
    [InlineData(
        "Functions.Kubernetes", "Azure", "CliWrap", "Functions.Helm", "Functions.Secrets", "Functions.Api", "Functions.Orchestrations")]
    [InlineData("Functions.Helm", "Azure", "k8s", "Functions.Secrets", "Functions.Api", "Functions.Orchestrations")]
    public void A_room_does_not_know_of(string room, params string[] others)
    {
        var types = Types.InAssembly(s_app).That().ResideInNamespaceStartingWith(room);
        Assert.NotEmpty(types.GetTypes());

        var result = types.ShouldNot().HaveDependencyOnAny(others).GetResult();

        Assert.True(result.IsSuccessful, $"{room} knows too much in {string.Join(", ", result.FailingTypeNames ?? [])}");
    }

    [Fact]
    public void Every_activity_orchestrator_and_entity_is_named_after_its_class()
    {
        var durable = s_app.GetExportedTypes().SelectMany(
            type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(method => method.GetParameters().Any(parameter =>
                parameter.IsDefined(typeof(ActivityTriggerAttribute)) || parameter.IsDefined(typeof(OrchestrationTriggerAttribute))
                || parameter.IsDefined(typeof(EntityTriggerAttribute))))
            .ToList();

        Assert.NotEmpty(durable);
        Assert.All(durable, method => Assert.Equal(method.DeclaringType!.Name, method.GetCustomAttribute<FunctionAttribute>()!.Name));
    }

    [Fact]
    public void The_app_knows_of_nothing_that_is_for_development_alone()
    {
        string[] development = ["Functions.Development", "Functions.LocalHost", "Functions.SimulatedCluster"];

        var deployed = s_app.GetReferencedAssemblies().Select(assembly => assembly.Name)
            .Concat(Directory.EnumerateFiles(AppFolders.Functions).Select(Path.GetFileNameWithoutExtension));

        Assert.Contains("DurableTask.Core", deployed);
        Assert.Empty(deployed.Intersect(development));
    }

    [Fact]
    public void There_is_one_source_for_every_host()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(Repository.Root, "Functions"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !Regex.IsMatch(Path.GetRelativePath(Repository.Root, file), @"[/\\](obj|bin)[/\\]")).ToList();

        Assert.NotEmpty(sources);
        Assert.All(sources, file => Assert.DoesNotContain("#if", File.ReadAllText(file), StringComparison.Ordinal));
    }
}
