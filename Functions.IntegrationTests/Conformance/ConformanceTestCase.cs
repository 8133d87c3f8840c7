using Xunit.Abstractions;
using Xunit.Sdk;

namespace Functions.IntegrationTests.Conformance;

/// <summary>A test on one runtime.</summary>
public sealed class ConformanceTestCase : XunitTestCase
{
    public ConformanceTestCase(
        IMessageSink diagnostics, TestMethodDisplay display, TestMethodDisplayOptions displayOptions, ITestMethod method,
        object[] arguments)
        : base(diagnostics, display, displayOptions, method, arguments)
    {
    }

    [Obsolete("Called by the deserializer.")]
    public ConformanceTestCase()
    {
    }

    protected override void Initialize()
    {
        base.Initialize();
        if (TestMethodArguments is [ConformanceRuntimes.AzureStorage])
        {
            Traits.Add("Category", ["Azurite"]);
        }
    }
}
