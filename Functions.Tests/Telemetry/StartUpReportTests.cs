using Functions.Telemetry;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Tests.Telemetry;

public sealed class StartUpReportTests
{
    [Fact]
    public async Task How_the_app_is_set_up_is_logged_before_the_first_invocation_and_then_no_more()
    {
        var log = new LogLines<StartUpReport>();
        var report = new StartUpReport([new StartUpFact(() => "Kubernetes cluster: here"), new StartUpFact(() => "Passwords: there")], log);
        Assert.Empty(log.Lines);

        for (var invocation = 0; invocation < 2; invocation++)
        {
            await report.Invoke(null!, Next);
        }

        Task Next(FunctionContext context)
        {
            Assert.Equal(["Information Kubernetes cluster: here", "Information Passwords: there"], log.Lines);
            return Task.CompletedTask;
        }
    }
}
