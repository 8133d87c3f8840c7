using System.Security.Cryptography;
using Stores.Core;

namespace Functions.Secrets;

/// <summary>Makes what a store's Secret holds: the administrator's name and the passwords.</summary>
internal static class StoreCredentials
{
    /// <summary>What the administrator is called in stores whose Secret names none: those that are older than names of their own.</summary>
    public const string EarlierAdminUser = "admin";

    // 62 symbols: 32 of them carry 190 bits, and none needs quoting in a shell, a URL or SQL.
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int Length = 32;

    // WordPress compares names without case. 41 bits keep the name from being guessed; the password is what guards the shop.
    private const string NameAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
    private const int NameLength = 8;

    /// <summary>The keys of the passwords, which each store's Secret has.</summary>
    public static IReadOnlyList<string> PasswordKeys { get; } =
        [StoreResources.DatabaseRootPasswordKey, StoreResources.DatabasePasswordKey, StoreResources.AdminPasswordKey];

    /// <summary>The keys that a new store's Secret has. The name comes first: a password without one tells of an earlier store.</summary>
    public static IReadOnlyList<string> Keys { get; } = [StoreResources.AdminUserKey, .. PasswordKeys];

    /// <summary>A new value for a key, from the system's cryptographic random numbers.</summary>
    public static string Create(string key) => key == StoreResources.AdminUserKey
        ? $"owner-{RandomNumberGenerator.GetString(NameAlphabet, NameLength)}"
        : RandomNumberGenerator.GetString(Alphabet, Length);

    /// <summary>Lets a Secret pass that has a password under each key; one without a name is an earlier store's.</summary>
    /// <exception cref="PermanentStoreFailureException">CredentialsIncomplete: it has not, and cannot be changed.</exception>
    public static void RequireComplete(StoreIdentity store, IReadOnlyDictionary<string, string> kept)
    {
        var missing = PasswordKeys.Where(key => string.IsNullOrEmpty(kept.GetValueOrDefault(key))).ToList();
        if (missing.Count > 0)
        {
            throw new PermanentStoreFailureException(
                Reasons.CredentialsIncomplete,
                $"Secret {StoreResources.CredentialsSecret} in {store.Resources.Namespace} has no {string.Join(" and no ", missing)}: "
                + "delete the store and make it again.");
        }
    }
}
