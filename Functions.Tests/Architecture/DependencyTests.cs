using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using NetArchTest.Rules;
using Stores.Core;

namespace Functions.Tests.Architecture;

/// <summary>What of others' libraries, and of the machine, which part may know; <see cref="RoomTests"/> has our own rooms.</summary>
public sealed class DependencyTests
{
    private static readonly Assembly s_app = typeof(AppModule).Assembly;
    private static readonly Assembly s_domain = typeof(StoreName).Assembly;

    [Fact]
    public void The_domain_refers_to_the_language_s_own_library_alone()
    {
        Assert.All(s_domain.GetReferencedAssemblies(), assembly => Assert.StartsWith("System.", assembly.Name, StringComparison.Ordinal));
        RefersToNone(Types.InAssembly(s_domain), "Stores", "System.IO", "System.Net", "System.TimeProvider");
    }

    [Theory]
    [InlineData(
        "Functions.Orchestrations", "k8s", "Azure", "CliWrap", "Polly", "System.IO", "Microsoft.Extensions.Options",
        "Microsoft.Extensions.Configuration", "System.TimeProvider")]
    [InlineData(
        "Functions.Entities", "k8s", "Azure", "CliWrap", "Polly", "System.IO", "Microsoft.Extensions.Options",
        "Microsoft.Extensions.Configuration", "System.TimeProvider")]
    [InlineData("Functions.Activities", "k8s", "Azure", "CliWrap", "Polly")]
    [InlineData("Functions.Api", "k8s", "Azure", "CliWrap", "Polly")]
    [InlineData("Functions.Timers", "k8s", "Azure", "CliWrap", "Polly")]
    [InlineData("Functions.Secrets", "k8s", "CliWrap")]
    [InlineData("Functions.Kubernetes", "Azure", "CliWrap")]
    [InlineData("Functions.Helm", "Azure", "k8s")]
    public void A_room_does_not_know_of(string room, params string[] others) => RefersToNone(Types.InAssembly(s_app), room, others);

    private static void RefersToNone(Types types, string room, params string[] others)
    {
        var inside = types.That().ResideInNamespaceStartingWith(room);
        Assert.NotEmpty(inside.GetTypes());

        var result = inside.ShouldNot().HaveDependencyOnAny(others).GetResult();

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
        Assert.All(durable, method => Assert.Contains(
            method.GetCustomAttribute<FunctionAttribute>()!.Name,
            new[] { method.DeclaringType!.Name, Shortened(method.DeclaringType.Name) }));
        Assert.Equal(
            new[] { typeof(ActivityNames), typeof(OrchestratorNames), typeof(EntityNames) }.SelectMany(Constants).Order(),
            durable.Select(method => method.GetCustomAttribute<FunctionAttribute>()!.Name).Order());
    }

    // The name of an entity is where its state is found: it outlives a better name of its class.
    private static string Shortened(string type) =>
        type.EndsWith("Entity", StringComparison.Ordinal) ? type[..^"Entity".Length] : type;

    private static IEnumerable<string> Constants(Type names) =>
        names.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);

    [Fact]
    public void There_is_one_source_for_every_host()
    {
        var sources = Sources.OfApp();

        Assert.NotEmpty(sources);
        Assert.All(sources, file => Assert.DoesNotContain("#if", File.ReadAllText(file), StringComparison.Ordinal));
    }
}
