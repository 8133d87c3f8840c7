using Functions.Conformance;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UseWhen<GetDurableClient>(context => context.FunctionDefinition.Name == nameof(GetDurableClient));
await builder.Build().RunAsync();
