using System.Diagnostics;

namespace Functions.Benchmarks;

/// <summary>What the disk itself takes, to read the other figures by.</summary>
internal static class Disk
{
    public static TimeSpan SyncTime()
    {
        const int Writes = 300;
        var file = Path.Combine(Path.GetTempPath(), $"sync-{Guid.NewGuid():N}");
        try
        {
            using var stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
            var block = new byte[16 * 1024];
            stream.SetLength(block.Length * Writes);
            stream.Flush(flushToDisk: true);
            var times = new List<TimeSpan>(Writes);
            for (var i = 0; i < Writes; i++)
            {
                var begun = Stopwatch.GetTimestamp();
                stream.Write(block);
                stream.Flush(flushToDisk: true);
                times.Add(Stopwatch.GetElapsedTime(begun));
            }

            times.Sort();
            return times[Writes / 2];
        }
        finally
        {
            File.Delete(file);
        }
    }
}
