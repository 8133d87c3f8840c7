using Functions.SimulatedCluster.Faults;
using Microsoft.Extensions.Configuration;

namespace Functions.Development;

/// <summary>
/// What the simulated cluster is to suffer, by the configuration's section <c>SimulatedCluster:Faults</c>, a list of
/// <see cref="FaultRule"/>.
/// </summary>
internal static class SimulatedFaults
{
    /// <exception cref="InvalidOperationException">A rule cannot be read.</exception>
    public static FaultPlan Read(IConfiguration configuration)
    {
        var plan = new FaultPlan();
        foreach (var section in configuration.GetSection("SimulatedCluster:Faults").GetChildren())
        {
            plan.Add(ReadRule(section));
        }

        return plan;
    }

    private static FaultRule ReadRule(IConfigurationSection section)
    {
        try
        {
            return section.Get<FaultRule>(binder => binder.ErrorOnUnknownConfiguration = true)!;
        }
        catch (InvalidOperationException exception)
        {
            var keys = typeof(FaultRule).GetProperties().Select(property => property.Name).Where(name => name != nameof(Fault));
            throw new InvalidOperationException(
                $"{section.Path} is no rule of a fault plan: {exception.Message} "
                + $"Fault is one of {string.Join(", ", Enum.GetNames<Fault>())}; further keys are {string.Join(", ", keys)}.",
                exception);
        }
    }
}
