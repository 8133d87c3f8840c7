using DurableTask.Sqlite.AzureFunctions;
using Microsoft.Azure.WebJobs.Hosting;

namespace Functions.LocalHost.Functions;

/// <summary>The WebJobs host with the real Durable and timer extensions.</summary>
internal static class DurableJobHost
{
    // How long a function may still run after it was told that its time is up, before the worker is started anew.
    private static readonly TimeSpan s_timeoutGrace = TimeSpan.FromSeconds(5);

    public static IHost Build(
        HostSettings settings, FunctionCatalog catalog, FunctionRunner runner, WorkerSupervisor supervisor, DurableWebhooks webhooks,
        ILoggerFactory loggers)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = "Development" });
        builder.Configuration.AddConfiguration(settings.Configuration);
        var services = builder.Services;
        services.AddSingleton(loggers).AddSingleton(supervisor).AddSingleton(TimeProvider.System).AddSingleton<IHostLifetime, NoLifetime>();
        services.AddSingleton<ITypeLocator>(new FunctionMethods(catalog.Enabled, runner.RunAsync));
        services.AddSingleton<Failures>().AddSingleton<IWebJobsExceptionHandler>(provider => provider.GetRequiredService<Failures>());
#pragma warning disable CS0618 // "In preview", "not ready for public consumption", and the only ways to failures and webhooks.
        services.AddSingleton<IFunctionFilter>(provider => provider.GetRequiredService<Failures>());
        services.AddSingleton<IWebHookProvider>(webhooks);
#pragma warning restore CS0618
        services.AddSqliteDurability();
        services.AddWebJobs(_ => { }).AddDurableTask().AddTimers();
        services.AddSingleton<IListenerDecorator, TimersLast>();
        // After AddTimers, whose own needs Azure Storage.
        services.AddSingleton<ScheduleMonitor>(new ScheduleFile(settings.StateFolder));
        services.Configure<JobHostFunctionTimeoutOptions>(options => (options.Timeout, options.ThrowOnTimeout, options.GracePeriod) =
            (settings.FunctionTimeout ?? TimeSpan.Zero, true, s_timeoutGrace));
        services.AddHostedService<JobHostService>();
        return builder.Build();
    }

    /// <summary>Opens the durable storage: what is wrong with it is told in its own words, and before anything listens.</summary>
    /// <exception cref="LocalHostException">There is no such provider, or its storage cannot be used.</exception>
    public static async Task OpenStorageAsync(IHost host, string storage)
    {
        var providers = host.Services.GetServices<IDurabilityProviderFactory>().ToList();
        var provider = providers.Find(factory => factory.Name.Equals(storage, StringComparison.OrdinalIgnoreCase))
            ?? throw new LocalHostException(
                $"Durable storage '{storage}' is unknown: choose {string.Join(" or ", providers.Select(factory => factory.Name))}.");
        try
        {
            await provider.GetDurabilityProvider().CreateIfNotExistsAsync();
        }
        catch (Exception exception)
        {
            var cause = (exception as AggregateException)?.Flatten().InnerExceptions[0].GetBaseException() ?? exception;
            throw new LocalHostException((storage.Equals("AzureStorage", StringComparison.OrdinalIgnoreCase)
                ? $"Azure Storage cannot be used: {cause.Message} Start Azurite, or correct AzureWebJobsStorage."
                : exception.Message).ReplaceLineEndings(" "), exception);
        }
    }
}
