using System.Globalization;
using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Objects;

namespace Functions.SimulatedCluster.Lifecycle;

/// <summary>What a Deployment's ReplicaSets hold.</summary>
/// <param name="Desired">The pods wanted.</param>
/// <param name="OldWanted">What old ReplicaSets ask for.</param>
/// <param name="OldPods">What they have.</param>
/// <param name="NewWanted">What the new one asks for.</param>
/// <param name="NewReady">Its ready pods.</param>
internal sealed record RolloutState(int Desired, int OldWanted, int OldPods, int NewWanted, int NewReady);

/// <summary>How a Deployment goes from old pods to new ones, as its strategy says.</summary>
/// <param name="Recreate">All old pods go before the first new one comes.</param>
/// <param name="MaxSurge">By how much the pods may be more than desired.</param>
/// <param name="MaxUnavailable">By how much the ready ones may be fewer.</param>
internal sealed record Rollout(bool Recreate, int MaxSurge, int MaxUnavailable)
{
    public static Rollout Of(JsonObject deployment, int desired)
    {
        var surge = Resolve(deployment.At("spec", "strategy", "rollingUpdate", "maxSurge"), desired, roundUp: true);
        var unavailable = Resolve(deployment.At("spec", "strategy", "rollingUpdate", "maxUnavailable"), desired, roundUp: false);
        return new Rollout(
            deployment.Text("spec", "strategy", "type") == "Recreate", surge, surge == 0 && unavailable == 0 ? 1 : unavailable);
    }

    /// <summary>What the new and the old ReplicaSets are to ask for next.</summary>
    public (int New, int Old) Next(RolloutState state)
    {
        if (Recreate)
        {
            return (state.OldPods == 0 ? state.Desired : Math.Min(state.NewWanted, state.Desired), 0);
        }

        var grown = Math.Max(state.NewWanted, state.Desired + MaxSurge - Math.Max(state.OldWanted, state.OldPods));
        return (Math.Min(state.Desired, grown), Math.Clamp(state.Desired - MaxUnavailable - state.NewReady, 0, state.OldWanted));
    }

    private static int Resolve(JsonNode? value, int desired, bool roundUp)
    {
        if (value is JsonValue number && number.TryGetValue<int>(out var count))
        {
            return count;
        }

        var text = (value as JsonValue)?.GetValue<string>() ?? "25%";
        var share = double.Parse(text.TrimEnd('%'), CultureInfo.InvariantCulture) * desired / 100;
        return (int)(roundUp ? Math.Ceiling(share) : Math.Floor(share));
    }
}
