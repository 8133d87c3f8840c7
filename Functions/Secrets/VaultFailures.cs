using System.Net;
using Azure;
using Azure.Identity;
using Stores.Core;

namespace Functions.Secrets;

/// <summary>Turns the vault client's exceptions into failures; they carry answers and requests, which stay here.</summary>
internal static class VaultFailures
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Runs a call within a time limit, which also bounds how long the client heeds a Retry-After, and translates what it throws.
    /// </summary>
    public static async Task<T> TranslateAsync<T>(
        StoreIdentity store, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        var what = $"the passwords of store {store}";
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_limit);
        try
        {
            return await call(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TransientStoreFailureException(
                Reasons.VaultUnavailable, $"The vault did not answer within {s_limit.TotalSeconds} s for {what}.");
        }
        catch (Exception exception) when (Classify(what, "get, set, delete and recover", exception) is { } failure)
        {
            throw failure;
        }
    }

    /// <summary>The failure behind an exception of the client; null for any other.</summary>
    /// <param name="what">What was asked of the vault, for the message.</param>
    /// <param name="rights">The rights that this takes: "get and list".</param>
    /// <param name="exception">What the client threw.</param>
    public static StoreFailureException? Classify(string what, string rights, Exception exception) => exception switch
    {
        // What the client throws after it has tried as often as it may.
        AggregateException { InnerExceptions: [.., var last] } => Classify(what, rights, last),
        RequestFailedException { Status: (int)HttpStatusCode.Forbidden } refused => VaultRefusal.Explain(what, rights, refused),
        RequestFailedException { Status: (int)HttpStatusCode.Unauthorized } refused => new PermanentStoreFailureException(
            Reasons.VaultUnauthorized,
            $"The vault does not accept the app's token for {what} ({refused.ErrorCode}): use an identity of the vault's own tenant."),
        RequestFailedException { Status: (int)HttpStatusCode.BadRequest } refused => new PermanentStoreFailureException(
            Reasons.VaultRefused, $"The vault refuses the request for {what} ({refused.ErrorCode})."),
        RequestFailedException { Status: (int)HttpStatusCode.Conflict } busy => new TransientStoreFailureException(
            Reasons.VaultBusy, $"The vault has not finished an earlier change of {what} ({busy.ErrorCode})."),
        RequestFailedException { Status: 0 } => new TransientStoreFailureException(
            Reasons.VaultUnavailable, $"The vault could not be reached for {what}."),
        RequestFailedException failed => new TransientStoreFailureException(
            Reasons.VaultUnavailable, $"The vault answered {failed.Status} {failed.ErrorCode} for {what}."),
        CredentialUnavailableException => new TransientStoreFailureException(
            Reasons.VaultUnavailable,
            $"The app has no identity to ask the vault with for {what}: give it a managed identity, or AZURE_ credentials."),
        AuthenticationFailedException => new TransientStoreFailureException(
            Reasons.VaultUnavailable,
            $"The app's identity got no token for the vault, which has {what}: look at its sign-ins in Microsoft Entra ID."),
        _ => null,
    };
}
