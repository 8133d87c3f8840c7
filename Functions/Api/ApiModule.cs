using Functions.Stores;
using Functions.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Functions.Api;

/// <summary>What the API's functions need.</summary>
internal static class ApiModule
{
    /// <summary>
    /// Section <c>Operations</c> of the configuration holds <see cref="OperationSettings"/>, section <c>Repair</c>
    /// <see cref="RepairSettings"/>, section <c>Api</c> <see cref="ApiOptions"/>.
    /// </summary>
    public static IServiceCollection AddApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<Decisions>();
        services.AddSingleton<StoreOperations>();
        services.AddSingleton<RepairChanges>();
        services.AddOptions<OperationSettings>().Bind(configuration.GetSection("Operations")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OperationSettings>, OperationSettingsValidator>();
        services.AddOptions<RepairSettings>().Bind(configuration.GetSection("Repair")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RepairSettings>, RepairSettingsValidator>();
        services.AddOptions<ApiOptions>().Bind(configuration.GetSection("Api")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ApiOptions>, ApiOptionsValidator>();
        services.AddSingleton(provider => Front.Of(
            provider.GetRequiredService<IOptions<ApiOptions>>().Value, configuration[Front.LocalHostUrls], configuration[Front.CoreTools]));
        services.AddSingleton(provider => new StartUpFact(() => provider.GetRequiredService<Front>().Describe()));
        return services;
    }

    private sealed class ApiOptionsValidator : IValidateOptions<ApiOptions>
    {
        public ValidateOptionsResult Validate(string? name, ApiOptions options)
        {
            var errors = options.FindErrors().ToList();
            return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }
    }

    private sealed class RepairSettingsValidator : IValidateOptions<RepairSettings>
    {
        public ValidateOptionsResult Validate(string? name, RepairSettings options)
        {
            var errors = options.FindErrors().Select(error => $"Repair:{error}").ToList();
            return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }
    }

    private sealed class OperationSettingsValidator : IValidateOptions<OperationSettings>
    {
        public ValidateOptionsResult Validate(string? name, OperationSettings options)
        {
            var errors = options.FindErrors().Select(error => $"Operations:{error}").ToList();
            return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }
    }
}
