using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Functions.Helm;

/// <summary>Tells releases apart by what they are made of.</summary>
internal static class ReleaseContent
{
    /// <summary>SHA-256 over every file of the chart, the values files in their order, and the values on top.</summary>
    /// <param name="chart">The chart's folder.</param>
    /// <param name="valuesFiles">Paths.</param>
    /// <param name="values">The store's own values as helm gets them.</param>
    public static byte[] Hash(string chart, IEnumerable<string> valuesFiles, byte[] values)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var files = Directory.EnumerateFiles(chart, "*", SearchOption.AllDirectories)
            .Select(file => (Name: Path.GetRelativePath(chart, file).Replace(Path.DirectorySeparatorChar, '/'), File: file))
            .OrderBy(file => file.Name, StringComparer.Ordinal);
        foreach (var (name, file) in files)
        {
            Append(hash, Encoding.UTF8.GetBytes(name));
            Append(hash, File.ReadAllBytes(file));
        }

        foreach (var file in valuesFiles)
        {
            Append(hash, File.ReadAllBytes(file));
        }

        Append(hash, values);
        return hash.GetHashAndReset();
    }

    // With its length before it, so that no part can pass for the beginning of the next.
    private static void Append(IncrementalHash hash, byte[] part)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, part.Length);
        hash.AppendData(length);
        hash.AppendData(part);
    }
}
