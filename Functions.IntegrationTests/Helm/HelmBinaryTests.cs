using Functions.Helm;
using Microsoft.Extensions.Options;

namespace Functions.IntegrationTests.Helm;

public sealed class HelmBinaryTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_bundled_binary_is_found_beside_the_app()
    {
        using var binary = new HelmBinary(Options.Create(new HelmOptions()));
        Assert.Equal(HelmTool.Path, binary.Path);
    }

    [Fact]
    public void One_without_its_execute_bit_is_copied_to_a_private_folder_and_goes_with_the_app()
    {
        string copy;
        using (var binary = new HelmBinary(Options.Create(new HelmOptions())))
        {
            Bundle(File.ReadAllText($"{HelmTool.Path}.sha256"), UnixFileMode.UserRead);
            copy = binary.Bundled(_folder.Path)!;
            Assert.False(copy.StartsWith(_folder.Path, StringComparison.Ordinal));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(copy));
        }

        Assert.False(File.Exists(copy));
    }

    [Fact]
    public void One_that_is_not_what_was_bundled_is_refused()
    {
        Bundle(new string('0', 64), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using var binary = new HelmBinary(Options.Create(new HelmOptions()));

        var refusal = Assert.Throws<InvalidOperationException>(() => binary.Bundled(_folder.Path));
        Assert.Contains("SHA-256", refusal.Message, StringComparison.Ordinal);
    }

    private void Bundle(string checksum, UnixFileMode mode)
    {
        var tools = Directory.CreateDirectory(Path.Combine(_folder.Path, "tools")).FullName;
        File.Copy(HelmTool.Path, Path.Combine(tools, "helm"));
        File.WriteAllText(Path.Combine(tools, "helm.sha256"), checksum);
        File.SetUnixFileMode(Path.Combine(tools, "helm"), mode);
    }
}
