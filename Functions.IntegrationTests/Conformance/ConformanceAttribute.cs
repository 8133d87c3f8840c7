using Xunit.Sdk;

namespace Functions.IntegrationTests.Conformance;

/// <summary>Runs a test on each runtime; the runtime's name is its parameter. On Azure Storage its category is Azurite.</summary>
[XunitTestCaseDiscoverer("Functions.IntegrationTests.Conformance.ConformanceDiscoverer", "Functions.IntegrationTests")]
[AttributeUsage(AttributeTargets.Method)]
public sealed class ConformanceAttribute : FactAttribute
{
    /// <summary>Whether it is the host that does what the test asks for, so that the driver of the proofs cannot.</summary>
    public bool HostOnly { get; set; }
}
