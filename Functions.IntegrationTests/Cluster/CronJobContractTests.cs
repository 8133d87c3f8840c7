using System.Net;
using k8s;
using k8s.Models;

namespace Functions.IntegrationTests.Cluster;

/// <summary>Schedules and time zones of CronJobs.</summary>
public sealed class CronJobContractTests(TestCluster cluster) : ClusterContractTest(cluster, "cron")
{
    [SinceTheory(1, 27)]
    [InlineData("*/7 2-4 * JUL mon-FRI")]
    [InlineData("@every 1h30m")]
    [InlineData("59 23 31 2 *")]
    public async Task A_schedule_is_kept_as_it_is(string schedule)
    {
        var kept = await CreateAsync(schedule, "Europe/Berlin");
        Assert.Equal((schedule, "Europe/Berlin"), (kept.Spec.Schedule, kept.Spec.TimeZone));
    }

    [SinceTheory(1, 27)]
    [InlineData("", "FieldValueRequired", "Required value")]
    [InlineData("often", "FieldValueInvalid", "expected exactly 5 fields, found 1: [often]")]
    [InlineData("0 0 * * 7", "FieldValueInvalid", "end of range (7) above maximum (6): 7")]
    [InlineData("TZ=UTC 0 0 * * *", "FieldValueInvalid", "cannot use TZ or CRON_TZ in schedule, use timeZone field instead")]
    [InlineData("CRON_TZ=UTC 0 0 * * *", "FieldValueInvalid", "cannot use TZ or CRON_TZ in schedule, use timeZone field instead")]
    public async Task A_schedule_that_cannot_be_is_refused_by_its_field(string schedule, string reason, string why)
    {
        var refused = await RefusedAsync(HttpStatusCode.UnprocessableEntity, "Invalid", () => CreateAsync(schedule));

        var cause = Assert.Single(refused.Details.Causes);
        Assert.Equal((reason, "spec.schedule"), (cause.Reason, cause.Field));
        Assert.EndsWith(why, cause.Message, StringComparison.Ordinal);
    }

    [SinceTheory(1, 27)]
    [InlineData("")]
    [InlineData("Local")]
    [InlineData("Middle/Earth")]
    public async Task A_time_zone_that_is_none_is_refused_by_its_field(string zone)
    {
        var refused = await RefusedAsync(HttpStatusCode.UnprocessableEntity, "Invalid", () => CreateAsync("@daily", zone));
        Assert.Equal("spec.timeZone", Assert.Single(refused.Details.Causes).Field);
    }

    [SinceFact(1, 27)]
    public async Task A_change_to_what_cannot_be_is_refused_too()
    {
        await CreateAsync("@daily");
        var patch = new V1Patch("""{"spec":{"schedule":"@fortnightly"}}""", V1Patch.PatchType.MergePatch);

        await RefusedAsync(
            HttpStatusCode.UnprocessableEntity, "Invalid", () => Client.BatchV1.PatchNamespacedCronJobAsync(patch, "tick", Namespace));
    }

    private Task<V1CronJob> CreateAsync(string schedule, string? zone = null)
    {
        var pod = new V1PodSpec { RestartPolicy = "Never", Containers = [new V1Container { Name = "run", Image = "busybox:1" }] };
        var job = new V1JobTemplateSpec { Spec = new V1JobSpec { Template = new V1PodTemplateSpec { Spec = pod } } };
        var cronJob = new V1CronJob
        {
            Metadata = new V1ObjectMeta { Name = "tick" },
            Spec = new V1CronJobSpec { Schedule = schedule, TimeZone = zone, Suspend = true, JobTemplate = job },
        };
        return Client.BatchV1.CreateNamespacedCronJobAsync(cronJob, Namespace);
    }
}
