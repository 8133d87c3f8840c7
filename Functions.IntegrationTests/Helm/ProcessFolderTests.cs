using Functions.Helm;

namespace Functions.IntegrationTests.Helm;

public sealed class ProcessFolderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_folder_of_a_process_that_is_no_more_is_removed_and_that_of_one_that_runs_is_not()
    {
        var (dead, running, foreign) = (Make("serverless-stores-dead"), Make("serverless-stores-running"), Make("something-else"));
        using (new FileStream(Path.Combine(running, "lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            ProcessFolder.RemoveAbandoned(_folder.Path);
        }

        Assert.False(Directory.Exists(dead));
        Assert.True(File.Exists(Path.Combine(running, "helm-run-1", "values.json")));
        Assert.True(Directory.Exists(foreign));
    }

    [Fact]
    public void Each_run_gets_a_folder_of_its_own_in_a_place_that_only_this_user_can_enter()
    {
        var (one, other) = (ProcessFolder.CreateSubfolder("helm-run"), ProcessFolder.CreateSubfolder("helm-run"));

        Assert.NotEqual(one, other);
        var root = Directory.GetParent(one)!;
        Assert.Equal(root.FullName, Directory.GetParent(other)!.FullName);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, root.UnixFileMode);
        ProcessFolder.RemoveAbandoned(Path.GetTempPath());
        Assert.True(Directory.Exists(one));
    }

    private string Make(string name)
    {
        var folder = Path.Combine(_folder.Path, name);
        Directory.CreateDirectory(Path.Combine(folder, "helm-run-1"));
        File.WriteAllText(Path.Combine(folder, "helm-run-1", "values.json"), "{}");
        File.WriteAllText(Path.Combine(folder, "lock"), "");
        return folder;
    }
}
