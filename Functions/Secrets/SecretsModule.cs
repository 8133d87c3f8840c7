using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using Functions.Stores;
using Functions.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.Secrets;

/// <summary>Where passwords are kept, as services.</summary>
internal static class SecretsModule
{
    /// <summary>
    /// Section <c>Secrets</c> of the configuration holds <see cref="SecretsOptions"/>: with a vault it is the source, without one
    /// Kubernetes is.
    /// </summary>
    public static IServiceCollection AddSecrets(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SecretsOptions>().Bind(configuration.GetSection("Secrets"))
            .Validate(
                options => options.KeyVaultUri is null or { IsAbsoluteUri: true, Scheme: "https" },
                "Secrets:KeyVaultUri must be an absolute https URI.")
            .ValidateOnStart();
        if (!Uri.TryCreate(configuration["Secrets:KeyVaultUri"], UriKind.Absolute, out var vault))
        {
            services.AddSingleton(
                new StartUpFact(
                    () => "Passwords: in the Secrets of the stores' namespaces alone, since Secrets:KeyVaultUri names no vault"));
            services.AddSingleton(new CredentialsKeeping(Vault: null));
            services.AddSingleton<ISecretsSurvey, NoSecretsSurvey>();
            return services.AddSingleton<IAdminSecrets, KubernetesAdminSecrets>();
        }

        services.AddSingleton(
            new StartUpFact(() => $"Passwords: in Key Vault {vault.Host}, as whatever identity DefaultAzureCredential finds"));
        services.AddSingleton(new CredentialsKeeping(vault.Host));
        services.AddSingleton<ISecretsSurvey, KeyVaultSurvey>();
        services.AddSingleton(_ => new SecretClient(vault, new DefaultAzureCredential(), new SecretClientOptions
        {
            Retry =
            {
                MaxRetries = 4,
                Delay = TimeSpan.FromMilliseconds(400),
                MaxDelay = TimeSpan.FromSeconds(5),
                NetworkTimeout = TimeSpan.FromSeconds(10),
            },
        }));
        return services.AddSingleton<IAdminSecrets, KeyVaultAdminSecrets>();
    }
}
