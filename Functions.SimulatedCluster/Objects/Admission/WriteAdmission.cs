using System.Text.Json.Nodes;

namespace Functions.SimulatedCluster.Objects.Admission;

/// <summary>What a write must pass before it is kept, as the API server's validation and admission plugins have it.</summary>
internal static class WriteAdmission
{
    /// <summary>Completes and checks an object that is written.</summary>
    /// <param name="store">The objects.</param>
    /// <param name="key">Which object.</param>
    /// <param name="before">The object before; null when it is new.</param>
    /// <param name="after">What is to be kept; modified where defaults are added.</param>
    /// <exception cref="ApiException">403: an account, a limit range or a quota forbids it; 422: it is not valid.</exception>
    public static JsonObject Admit(ObjectStore store, ObjectKey key, JsonObject? before, JsonObject after)
    {
        Validation.RefuseInvalid(key, after);
        if (before is not null)
        {
            Immutability.RefuseChanges(store, key, before, after);
        }
        else if (key.Kind is { Name: "Pod", Group: "" })
        {
            ServiceAccounts.Apply(store, key, after);
            LimitRanges.Apply(store, key, after);
        }

        // A status can be written whatever an earlier version has let in.
        if (key.Kind.Name == "CronJob" && !JsonNode.DeepEquals(before?["spec"], after["spec"]))
        {
            Schedules.RefuseInvalid(key, after);
        }

        if (key.Kind is { Name: "Service", Group: "" })
        {
            ServiceAddresses.Assign(store, key, after);
        }

        Quotas.RefuseExcess(store, key, before, after);
        return after;
    }
}
