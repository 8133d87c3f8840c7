using System.Text.Json.Nodes;

namespace Functions.SimulatedCluster.Objects.Admission;

/// <summary>Schedules and time zones of CronJobs that the API server refuses.</summary>
internal static class Schedules
{
    /// <exception cref="ApiException">422, with each field and its rule as a cause.</exception>
    public static void RefuseInvalid(ObjectKey key, JsonObject cronJob)
    {
        var causes = Schedule(cronJob.Text("spec", "schedule") ?? "").Concat(TimeZone(cronJob.Text("spec", "timeZone"))).ToArray();
        if (causes.Length > 0)
        {
            throw ApiException.Invalid(key.Kind, key.Name, causes);
        }
    }

    private static IEnumerable<FieldError> Schedule(string schedule)
    {
        if (schedule.Length == 0)
        {
            return [new FieldError("FieldValueRequired", "spec.schedule", "Required value")];
        }

        // Parsers take both prefixes; Kubernetes has a field for them.
        if (schedule.Contains("TZ", StringComparison.Ordinal))
        {
            return [Invalid("spec.schedule", schedule, "cannot use TZ or CRON_TZ in schedule, use timeZone field instead")];
        }

        return CronSchedule.TryParse(schedule, null, out var why) is null ? [Invalid("spec.schedule", schedule, why)] : [];
    }

    private static IEnumerable<FieldError> TimeZone(string? zone) => zone switch
    {
        null => [],
        "" => [Invalid("spec.timeZone", zone, "timeZone must be nil or non-empty string")],
        _ when zone.Equals("Local", StringComparison.OrdinalIgnoreCase) =>
            [Invalid("spec.timeZone", zone, "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones")],
        _ => CronSchedule.IsZone(zone) ? [] : [Invalid("spec.timeZone", zone, $"unknown time zone {zone}")],
    };

    private static FieldError Invalid(string field, string value, string why) =>
        new("FieldValueInvalid", field, $"Invalid value: \"{value}\": {why}");
}
