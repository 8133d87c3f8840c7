using Functions.Stores;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Functions.Api;

/// <summary>What the API's functions need.</summary>
internal static class ApiModule
{
    /// <summary>Section <c>Operations</c> of the configuration holds <see cref="OperationSettings"/>, section <c>Repair</c> <see cref="RepairSettings"/>.</summary>
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
        return services;
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
