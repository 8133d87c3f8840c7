using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Functions.LocalRuntime.Execution;

/// <summary>Version 5 UUIDs (RFC 9562) from an instance, a time and a counter, as the Durable Task SDK makes them.</summary>
internal static class DeterministicGuid
{
    private static readonly Guid s_namespace = new("9e952958-5e33-4daf-827f-2fa12937b875");

    public static Guid Create(string instanceId, DateTime at, int counter)
    {
        var name = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{instanceId}_{at:o}_{counter}"));
        var input = new byte[16 + name.Length];
        s_namespace.TryWriteBytes(input, bigEndian: true, out _);
        name.CopyTo(input, 16);
#pragma warning disable CA5350 // Version 5 is defined over SHA-1; nothing is protected by it.
        var hash = SHA1.HashData(input);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }
}
