using System.Globalization;
using System.Net;
using Azure;
using Azure.Security.KeyVault.Secrets;
using Stores.Core;
using Stores.Removal;

namespace Functions.Secrets;

/// <summary>
/// The deletion of one secret of a vault, as far as one look takes it: what the vault has not finished is asked for again.
/// </summary>
internal sealed class VaultDeletion(SecretClient vault, string name)
{
    /// <summary>Deletes, then purges where that is allowed; both may have been done before.</summary>
    /// <returns>"Not yet" (VaultBusy) while the vault is at work on it.</returns>
    public async Task<Look<SecretDeletion>> RunAsync(CancellationToken cancellationToken)
    {
        var wasThere = await IsFoundAsync(async () => await vault.StartDeleteSecretAsync(name, cancellationToken));
        // The vault says 404 of the deleted secret until it has deleted it.
        if (wasThere && await IsKnownToBeThereStillAsync(cancellationToken))
        {
            return Busy("deleting");
        }

        try
        {
            if (!await IsFoundAsync(() => vault.PurgeDeletedSecretAsync(name, cancellationToken)))
            {
                return wasThere ? Busy("deleting") : Look.Found(new SecretDeletion(name));
            }
        }
        catch (RequestFailedException exception) when (exception.Status == (int)HttpStatusCode.Conflict)
        {
            return Busy("deleting");
        }
        catch (RequestFailedException exception) when (exception.Status == (int)HttpStatusCode.Forbidden)
        {
            return Look.Found(await DescribeKeptAsync(cancellationToken));
        }

        try
        {
            return await FindDeletedAsync(cancellationToken) is null ? Look.Found(new SecretDeletion(name)) : Busy("purging");
        }
        catch (RequestFailedException exception) when (exception.Status == (int)HttpStatusCode.Forbidden)
        {
            return Look.Found(new SecretDeletion(name, "the vault has agreed to purge it, and this app may not look whether it is gone"));
        }
    }

    private Look<SecretDeletion> Busy(string doing) => new(
        LookState.NotYet, null, new(Reasons.VaultBusy, $"The vault is still {doing} secret {name}."));

    private async Task<bool> IsKnownToBeThereStillAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await FindDeletedAsync(cancellationToken) is null;
        }
        catch (RequestFailedException exception) when (exception.Status == (int)HttpStatusCode.Forbidden)
        {
            // May not look at deleted secrets; purging says by itself when it comes too early.
            return false;
        }
    }

    private async Task<SecretDeletion> DescribeKeptAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await FindDeletedAsync(cancellationToken) is not { } deleted)
            {
                return new SecretDeletion(name);
            }

            var until = deleted.ScheduledPurgeDate is { } date
                ? $"on {date.UtcDateTime.ToString("u", CultureInfo.InvariantCulture)}"
                : "when its retention ends";
            return new SecretDeletion(name, $"it is deleted but may not be purged by this app; the vault purges it {until}");
        }
        catch (RequestFailedException exception) when (exception.Status == (int)HttpStatusCode.Forbidden)
        {
            return new SecretDeletion(
                name,
                "it was asked to be deleted, and this app may neither purge it nor look whether it is gone; the vault purges "
                + "it when its retention ends");
        }
    }

    private async Task<DeletedSecret?> FindDeletedAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await vault.GetDeletedSecretAsync(name, cancellationToken)).Value;
        }
        catch (RequestFailedException exception) when (exception.Status == (int)HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private static async Task<bool> IsFoundAsync<T>(Func<Task<T>> call)
    {
        try
        {
            await call();
            return true;
        }
        catch (RequestFailedException exception) when (exception.Status == (int)HttpStatusCode.NotFound)
        {
            return false;
        }
    }
}
