using Xunit.Abstractions;
using Xunit.Sdk;

namespace Functions.IntegrationTests.Conformance;

/// <summary>Makes a test case of each runtime.</summary>
public sealed class ConformanceDiscoverer(IMessageSink diagnostics) : IXunitTestCaseDiscoverer
{
    public IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute)
    {
        ArgumentNullException.ThrowIfNull(factAttribute);
        string[] runtimes = factAttribute.GetNamedArgument<bool>(nameof(ConformanceAttribute.HostOnly))
            ? [ConformanceRuntimes.Sqlite, ConformanceRuntimes.AzureStorage]
            : [ConformanceRuntimes.InProcess, ConformanceRuntimes.Sqlite, ConformanceRuntimes.AzureStorage];
        return runtimes.Select(runtime => new ConformanceTestCase(
            diagnostics, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(),
            testMethod, [runtime]));
    }
}
