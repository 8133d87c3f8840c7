using Functions.Api;
using Functions.Helm;
using Functions.Kubernetes;
using Functions.Secrets;
using Functions.Telemetry;
using Functions.Timers;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

try
{
    var builder = FunctionsApplication.CreateBuilder(args);
    builder.ConfigureFunctionsWebApplication();
    builder.UseMiddleware<StartUpReport>();
    builder.UseMiddleware<RequestGate>();
    builder.Services
        .AddApi(builder.Configuration)
        .AddKubernetes(builder.Configuration)
        .AddHelm(builder.Configuration)
        .AddSecrets(builder.Configuration)
        .AddTimers(builder.Configuration);
    await builder.Build().RunAsync();
    return 0;
}
catch (Exception exception) when (StartUpFailure.Explain(exception) is { } line)
{
    await Console.Error.WriteLineAsync(line);
    return 1;
}
