using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using Functions.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Stores.Core;

namespace Functions.Secrets;

/// <summary>Where passwords are kept, as services.</summary>
internal static class SecretsModule
{
    /// <summary>
    /// With a vault, as <see cref="SecretsOptions"/> names one, it is the source of passwords; without one Kubernetes is.
    /// </summary>
    public static IServiceCollection AddSecrets(this IServiceCollection services, IConfiguration configuration)
    {
        if (!Uri.TryCreate(configuration["Secrets:KeyVaultUri"], UriKind.Absolute, out var vault))
        {
            services.AddSingleton(
                new StartUpFact(
                    () => "Passwords: in the Secrets of the stores' namespaces alone, since Secrets:KeyVaultUri names no vault"));
            services.AddSingleton(new CredentialsSource(Vault: null));
            services.AddSingleton<ISweptSecrets, NoSweptSecrets>();
            return services.AddSingleton<IAdminSecrets, KubernetesAdminSecrets>();
        }

        services.AddSingleton(
            new StartUpFact(() => $"Passwords: in Key Vault {vault.Host}, as whatever identity DefaultAzureCredential finds"));
        services.AddSingleton(new CredentialsSource(vault.Host));
        services.AddSingleton<ISweptSecrets, SweptVaultSecrets>();
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
