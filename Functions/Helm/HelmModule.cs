using Microsoft.Extensions.DependencyInjection;

namespace Functions.Helm;

/// <summary>helm as services.</summary>
internal static class HelmModule
{
    /// <summary>A chart or values that make no store end the start.</summary>
    public static IServiceCollection AddHelm(this IServiceCollection services)
    {
        services.AddSingleton<HelmBinary>();
        services.AddSingleton<IBundledChart, BundledChart>();
        services.AddHostedService<ConfiguredChart>();
        return services.AddSingleton<IHelm, HelmCli>();
    }
}
