using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Functions.Helm;

/// <summary>helm as services.</summary>
internal static class HelmModule
{
    /// <summary>Section <c>Helm</c> of the configuration holds <see cref="HelmOptions"/>; a binary, chart or values file that is missing
    /// or does not do ends the start.</summary>
    public static IServiceCollection AddHelm(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<HelmOptions>().Bind(configuration.GetSection("Helm")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<HelmOptions>, HelmOptionsValidator>();
        services.AddSingleton<HelmBinary>();
        services.AddSingleton<IBundledChart, BundledChart>();
        services.AddHostedService<ConfiguredChart>();
        return services.AddSingleton<IHelm, HelmCli>();
    }

    private sealed class HelmOptionsValidator : IValidateOptions<HelmOptions>
    {
        public ValidateOptionsResult Validate(string? name, HelmOptions options)
        {
            var errors = options.FindErrors().ToList();
            try
            {
                using var binary = new HelmBinary(Options.Create(options));
                _ = binary.Path;
            }
            catch (InvalidOperationException exception)
            {
                errors.Add(exception.Message);
            }

            return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }
    }
}
