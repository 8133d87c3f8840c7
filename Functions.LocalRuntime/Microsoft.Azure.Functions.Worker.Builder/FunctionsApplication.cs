using System.Reflection;
using Functions.LocalRuntime.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where an app begins.</summary>
public class FunctionsApplication
{
    private const int DefaultPort = 7071;

    /// <summary>A builder for the functions of the program's own assembly.</summary>
    /// <param name="args">The command line; --port N and --urls say where to listen.</param>
    /// <exception cref="InvalidOperationException">host.json or local.settings.json is wrong.</exception>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => CreateBuilder(args, Assembly.GetEntryAssembly()!, AppRoot.Find());

    internal static FunctionsApplicationBuilder CreateBuilder(string[] args, Assembly functions, string appRoot)
    {
        var local = LocalSettings.Read(appRoot);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = functions.GetName().Name,
            ContentRootPath = appRoot,
            EnvironmentName = Environment.GetEnvironmentVariable("AZURE_FUNCTIONS_ENVIRONMENT") ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") ?? "Development",
        });
        AddBelowEnvironment(builder.Configuration, local.Values);
        // A line an event, and none for each step of each request.
        builder.Logging.AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat, console.UseUtcTimestamp) = (true, "HH:mm:ss ", true));
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Services.AddLocalRuntime(functions, HostSettings.Read(appRoot, builder.Configuration));
        if (string.IsNullOrEmpty(builder.Configuration["urls"]))
        {
            builder.Configuration["urls"] = $"http://localhost:{builder.Configuration["port"] ?? $"{local.Port ?? DefaultPort}"}";
        }

        return new FunctionsApplicationBuilder(builder);
    }

    private static void AddBelowEnvironment(ConfigurationManager configuration, IReadOnlyDictionary<string, string?> values)
    {
        var sources = ((IConfigurationBuilder)configuration).Sources;
        var environment = sources.OfType<EnvironmentVariablesConfigurationSource>().FirstOrDefault();
        sources.Insert(environment is null ? 0 : sources.IndexOf(environment), new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource { InitialData = values });
    }
}
