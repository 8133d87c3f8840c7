namespace Functions.LocalHost.Functions;

/// <summary>The WebJobs host with the real Durable and timer extensions.</summary>
internal static class DurableJobHost
{
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
        // After the grace a function that goes on, though it was told that its time is up, has the worker started anew.
        services.Configure<JobHostFunctionTimeoutOptions>(options => (options.Timeout, options.ThrowOnTimeout, options.GracePeriod) =
            (settings.FunctionTimeout ?? TimeSpan.Zero, true, TimeSpan.FromSeconds(5)));
        services.AddHostedService<JobHostService>();
        return builder.Build();
    }

    /// <summary>Opens the durable storage: what is wrong with it is told in its own words, and before anything listens.</summary>
    public static async Task OpenStorageAsync(IHost host, string storage)
    {
        var providers = host.Services.GetServices<IDurabilityProviderFactory>().ToList();
        var provider = providers.Find(factory => factory.Name.Equals(storage, StringComparison.OrdinalIgnoreCase))
            ?? throw new LocalHostException(
                $"Durable storage '{storage}' is unknown: choose {string.Join(" or ", providers.Select(factory => factory.Name))}.");
        try
        {
            await provider.GetDurabilityProvider().CreateIfNotExistsAsync();
            HostLog.IsStorageOpen = true;
        }
        catch (Exception exception)
        {
            var cause = (exception as AggregateException)?.Flatten().InnerExceptions[0].GetBaseException() ?? exception;
            throw new LocalHostException((storage.Equals("AzureStorage", StringComparison.OrdinalIgnoreCase)
                ? $"Azure Storage cannot be used: {cause.Message.TrimEnd('.')}. Start Azurite, or correct AzureWebJobsStorage."
                : exception.Message).ReplaceLineEndings(" "), exception);
        }
    }
}
