using System.Diagnostics;
using Functions.Tests.Architecture;

namespace Functions.Benchmarks;

/// <summary>Builds of other commits to compare with, each made once in a run, in a temporary worktree that is removed with it.</summary>
internal sealed class EarlierBuilds : IAsyncDisposable
{
    private readonly Dictionary<string, ProgramFolders> _built = [];
    private readonly List<string> _worktrees = [];

    /// <summary>The programs of a commit; the app and its host.</summary>
    /// <param name="commit">Any name that git knows for it.</param>
    /// <exception cref="InvalidOperationException">
    /// git does not know it, it does not build, or it has no local host; the message says which.
    /// </exception>
    public async Task<ProgramFolders> AtAsync(string commit)
    {
        var id = (await RunAsync(Repository.Root, "git", "rev-parse", "--verify", "--end-of-options", $"{commit}^{{commit}}")).Trim();
        if (_built.TryGetValue(id, out var built))
        {
            return built;
        }

        var folder = Path.Combine(RunFolder.New(), "worktree");
        await RunAsync(Repository.Root, "git", "worktree", "add", "--detach", folder, id);
        _worktrees.Add(folder);
        var programs = new ProgramFolders(folder);
        await RunAsync(
            folder, "dotnet", "build", "Functions/Functions.csproj", "-c", ProgramFolders.Configuration, "-v", "q", "-nologo",
            "-nodeReuse:false");
        if (!File.Exists(programs.LocalHost))
        {
            throw new InvalidOperationException($"Commit {commit} has no Functions.LocalHost to start its app with: name a later one.");
        }

        return _built[id] = programs;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worktree in _worktrees)
        {
            await RunAsync(Repository.Root, "git", "worktree", "remove", "--force", worktree);
        }
    }

    private static async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)} failed: {(await error).Trim()} {output.Trim()}");
    }
}
