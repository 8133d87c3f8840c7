using System.Security.Cryptography;
using Functions.Stores;

namespace Functions.Secrets;

/// <summary>Makes passwords.</summary>
internal static class StorePasswords
{
    // 62 symbols: 32 of them carry 190 bits, and none needs quoting in a shell, a URL or SQL.
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int Length = 32;

    /// <summary>The keys that each store's Secret has.</summary>
    public static IReadOnlyList<string> Keys { get; } = [StoreResources.DatabaseRootPasswordKey, StoreResources.DatabasePasswordKey, StoreResources.AdminPasswordKey];

    /// <summary>A new password from the system's cryptographic random numbers.</summary>
    public static string Create() => RandomNumberGenerator.GetString(Alphabet, Length);
}
