using Functions.Conformance;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UseWhen<GetDurableClient>(context => context.FunctionDefinition.Name == nameof(GetDurableClient));
builder.Services.AddSingleton<Journal>();
builder.Services.AddSingleton<ILoggerProvider>(services => services.GetRequiredService<Journal>());
await builder.Build().RunAsync();
