using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace Functions.Helm;

/// <summary>
/// Finds the helm binary: the configured one, else the bundled one, else, where the bundled one cannot run, helm on PATH.
/// </summary>
internal sealed class HelmBinary(IOptions<HelmOptions> options) : IDisposable
{
    private readonly Lock _lock = new();
    private string? _path;
    private string? _copyFolder;

    /// <summary>The binary's path, found and verified once.</summary>
    /// <exception cref="InvalidOperationException">There is none, or the bundled one is not what was bundled.</exception>
    public string Path
    {
        get
        {
            lock (_lock)
            {
                return _path ??= options.Value.BinaryPath is { Length: > 0 } configured
                    ? Configured(configured)
                    : Bundled(AppContext.BaseDirectory) ?? OnPath();
            }
        }
    }

    public void Dispose()
    {
        if (_copyFolder is not null)
        {
            Directory.Delete(_copyFolder, recursive: true);
        }
    }

    /// <summary>The binary that the build put into a folder, verified; null when there is none that runs here.</summary>
    internal string? Bundled(string folder)
    {
        var binary = System.IO.Path.Combine(folder, "tools", "helm");
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64 || !File.Exists(binary))
        {
            return null;
        }

        var expected = File.ReadAllText($"{binary}.sha256").Split(' ')[0].Trim();
        // A deployed app's folder is read-only and loses execute bits.
        if ((File.GetUnixFileMode(binary) & UnixFileMode.UserExecute) == 0)
        {
            _copyFolder = ProcessFolder.CreateSubfolder("helm");
            var copy = System.IO.Path.Combine(_copyFolder, "helm");
            File.Copy(binary, copy);
            File.SetUnixFileMode(copy, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            binary = copy;
        }

        using var stream = File.OpenRead(binary);
        var actual = Convert.ToHexStringLower(SHA256.HashData(stream));
        return actual == expected
            ? binary
            : throw new InvalidOperationException(
                $"BinaryPath: the bundled helm {binary} has SHA-256 {actual}, but {expected} was bundled: deploy the app "
                + "again, or name another.");
    }

    private static string Configured(string configured)
    {
        const UnixFileMode execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        var path = HelmOptions.BesideApp(configured);
        if (!File.Exists(path))
        {
            throw new InvalidOperationException($"BinaryPath: there is no file '{path}'.");
        }

        return OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & execute) != 0
            ? path
            : throw new InvalidOperationException($"BinaryPath: '{path}' cannot be executed.");
    }

    private static string OnPath()
    {
        var name = OperatingSystem.IsWindows() ? "helm.exe" : "helm";
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
            .Select(folder => System.IO.Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException(
                "BinaryPath: no helm was found: the bundled one is for linux/amd64; elsewhere install helm 4 on PATH, or name one.");
    }
}
