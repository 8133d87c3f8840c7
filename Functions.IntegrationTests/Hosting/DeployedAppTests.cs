namespace Functions.IntegrationTests.Hosting;

/// <summary>What is deployed.</summary>
public sealed class DeployedAppTests
{
    [Fact]
    public void The_app_knows_of_nothing_that_is_for_development_alone()
    {
        string[] development = ["Functions.Development", "Functions.LocalHost", "Functions.SimulatedCluster"];

        var deployed = typeof(AppModule).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name)
            .Concat(Directory.EnumerateFiles(AppFolders.Functions).Select(Path.GetFileNameWithoutExtension));

        Assert.Contains("DurableTask.Core", deployed);
        Assert.Empty(deployed.Intersect(development));
    }
}
