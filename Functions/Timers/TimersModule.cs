using Functions.Stores;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Functions.Timers;

/// <summary>What runs by itself, as services.</summary>
internal static class TimersModule
{
    /// <summary>Section <c>Sweeps</c> of the configuration holds <see cref="SweepSettings"/>.</summary>
    public static IServiceCollection AddTimers(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<SweepSettings>().Bind(configuration.GetSection("Sweeps")).ValidateOnStart();
        return services.AddSingleton<IValidateOptions<SweepSettings>, SweepSettingsValidator>();
    }

    private sealed class SweepSettingsValidator : IValidateOptions<SweepSettings>
    {
        public ValidateOptionsResult Validate(string? name, SweepSettings options)
        {
            var errors = options.FindErrors().Select(error => $"Sweeps:{error}").ToList();
            return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }
    }
}
