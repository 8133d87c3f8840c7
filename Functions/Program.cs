using Functions.Api;
using Functions.Helm;
using Functions.Kubernetes;
using Functions.Secrets;
using Functions.Timers;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Services
    .AddApi(builder.Configuration)
    .AddKubernetes(builder.Configuration)
    .AddHelm(builder.Configuration)
    .AddSecrets(builder.Configuration)
    .AddTimers(builder.Configuration);
await builder.Build().RunAsync();
