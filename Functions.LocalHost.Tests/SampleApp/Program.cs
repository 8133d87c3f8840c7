using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SampleApp;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
var app = builder.Build();
app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Sample.Start").LogWarning(
    "Before the first invocation: {Greeting}", app.Services.GetRequiredService<IConfiguration>()["Greeting"]);
await Misbehaviour.AtStartAsync();
await app.RunAsync();
