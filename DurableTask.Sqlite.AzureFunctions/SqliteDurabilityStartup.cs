using DurableTask.Sqlite.AzureFunctions;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Hosting;

[assembly: WebJobsStartup(typeof(SqliteDurabilityStartup), "sqlite")]

namespace DurableTask.Sqlite.AzureFunctions;

/// <summary>Adds the provider to a Functions host that finds this assembly among its extensions.</summary>
public sealed class SqliteDurabilityStartup : IWebJobsStartup
{
    /// <inheritdoc/>
    public void Configure(IWebJobsBuilder builder) => builder.Services.AddSqliteDurability();
}
