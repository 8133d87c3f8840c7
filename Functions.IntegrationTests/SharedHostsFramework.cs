using System.Reflection;
using Functions.IntegrationTests.Conformance;
using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: TestFramework("Functions.IntegrationTests.SharedHostsFramework", "Functions.IntegrationTests")]

namespace Functions.IntegrationTests;

/// <summary>
/// xunit's own, which at the end of the run ends the processes that tests have shared. A collection's fixture could do so too, but would
/// keep its tests from running at once; the end of the process is too late to wait for others.
/// </summary>
public sealed class SharedHostsFramework(IMessageSink messageSink) : XunitTestFramework(messageSink)
{
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) =>
        new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Executor(AssemblyName assembly, ISourceInformationProvider sources, IMessageSink diagnostics)
        : XunitTestFrameworkExecutor(assembly, sources, diagnostics)
    {
#pragma warning disable AZFW0002 // The signature is xunit's.
        protected override async void RunTestCases(
            IEnumerable<IXunitTestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions)
#pragma warning restore AZFW0002
        {
            using var runner = new Runner(TestAssembly, testCases, DiagnosticMessageSink, executionMessageSink, executionOptions);
            await runner.RunAsync();
        }
    }

    private sealed class Runner(
        ITestAssembly assembly, IEnumerable<IXunitTestCase> testCases, IMessageSink diagnostics, IMessageSink execution,
        ITestFrameworkExecutionOptions options)
        : XunitTestAssemblyRunner(assembly, testCases, diagnostics, execution, options)
    {
        protected override async Task BeforeTestAssemblyFinishedAsync()
        {
            await ConformanceRuntimes.EndAsync();
            await base.BeforeTestAssemblyFinishedAsync();
        }
    }
}
