using System.Text;

namespace DurableTask.Sqlite.Tests.Durability;

/// <summary>What the workload has done, a line each, in a file that outlives its process.</summary>
internal sealed class WorkloadJournal(string file) : IDisposable
{
    private readonly FileStream _stream = new(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
    private readonly Lock _lock = new();

    public void Write(string line)
    {
        lock (_lock)
        {
            _stream.Write(Encoding.UTF8.GetBytes($"{line}\n"));
        }
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>The words of each whole line.</summary>
    public static IReadOnlyList<string[]> Read(string file) =>
        [.. File.ReadAllText(file).Split('\n')[..^1].Select(line => line.Split(' '))];
}
