using Functions;
using Functions.Api.Http;
using Functions.Telemetry;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

try
{
    var builder = FunctionsApplication.CreateBuilder(args);
    builder.ConfigureFunctionsWebApplication();
    builder.UseMiddleware<StartUpReport>();
    builder.UseMiddleware<RequestGate>();
    builder.Services.AddApp(builder.Configuration);
    await builder.Build().RunAsync();
    return 0;
}
catch (Exception exception) when (StartUpFailure.Explain(exception) is { } line)
{
    await Console.Error.WriteLineAsync(line);
    return 1;
}
