using System.Net;
using Azure;
using Azure.Identity;
using Functions.Stores;

namespace Functions.Secrets;

/// <summary>Turns the vault client's exceptions into failures; they carry answers and requests, which stay here.</summary>
internal static class VaultFailures
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    /// <summary>Runs a call within a time limit, which also bounds how long the client heeds a Retry-After, and translates what it throws.</summary>
    public static async Task<T> TranslateAsync<T>(StoreIdentity store, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_limit);
        try
        {
            return await call(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TransientStoreFailureException("VaultUnavailable", $"The vault did not answer within {s_limit.TotalSeconds} s for the passwords of store {store}.");
        }
        catch (Exception exception) when (Classify(store, exception) is { } failure)
        {
            throw failure;
        }
    }

    private static StoreFailureException? Classify(StoreIdentity store, Exception exception) => exception switch
    {
        // What the client throws after it has tried as often as it may.
        AggregateException { InnerExceptions: [.., var last] } => Classify(store, last),
        RequestFailedException { Status: (int)HttpStatusCode.Forbidden or (int)HttpStatusCode.Unauthorized } refused => new PermanentStoreFailureException(
            "VaultForbidden", $"The vault refuses access to the passwords of store {store} ({refused.ErrorCode}); grant the app get, set, delete and recover of secrets."),
        RequestFailedException { Status: (int)HttpStatusCode.BadRequest } refused => new PermanentStoreFailureException(
            "VaultRefused", $"The vault refuses the request for the passwords of store {store} ({refused.ErrorCode})."),
        RequestFailedException { Status: (int)HttpStatusCode.Conflict } busy => new TransientStoreFailureException(
            "VaultBusy", $"The vault has not finished an earlier change of the passwords of store {store} ({busy.ErrorCode})."),
        RequestFailedException { Status: 0 } => new TransientStoreFailureException("VaultUnavailable", $"The vault could not be reached for the passwords of store {store}."),
        RequestFailedException failed => new TransientStoreFailureException(
            "VaultUnavailable", $"The vault answered {failed.Status} {failed.ErrorCode} for the passwords of store {store}."),
        AuthenticationFailedException => new TransientStoreFailureException(
            "VaultUnavailable", $"The app got no token for the vault, which has the passwords of store {store}: give it a managed identity, or AZURE_ credentials."),
        _ => null,
    };
}
