using DurableTask.Core;

namespace DurableTask.Sqlite.Tests;

/// <summary>An activity written as a function.</summary>
internal sealed class Work(Func<string?, Task<string?>> run) : AsyncTaskActivity<string?, string?>
{
    protected override Task<string?> ExecuteAsync(TaskContext context, string? input) => run(input);
}
