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

    /// <summary>Lets a Secret pass that has a value under each key.</summary>
    /// <exception cref="PermanentStoreFailureException">CredentialsIncomplete: it has not, and cannot be changed.</exception>
    public static void RequireComplete(StoreIdentity store, IReadOnlyDictionary<string, string> kept)
    {
        var missing = Keys.Where(key => string.IsNullOrEmpty(kept.GetValueOrDefault(key))).ToList();
        if (missing.Count > 0)
        {
            throw new PermanentStoreFailureException(
                "CredentialsIncomplete", $"Secret {StoreResources.CredentialsSecret} in {store.Resources.Namespace} has no {string.Join(" and no ", missing)}: delete the store and make it again.");
        }
    }
}
