namespace Stores.Owners;

/// <summary>Decides how many stores an owner may have and how fast they may follow each other.</summary>
public static class OwnerPolicy
{
    // From an admission to the store's beginning it takes seconds.
    private static readonly TimeSpan s_beginning = TimeSpan.FromMinutes(10);

    /// <summary>Admits a store, or says why not; one that was admitted already is admitted.</summary>
    public static (OwnerRecord Record, Admission Answer) Admit(OwnerRecord record, OwnerRequest request)
    {
        if (record.Stores.Any(store => store.Admission == request.Store.Admission))
        {
            return (record, Admission.Granted);
        }

        if (record.Stores.Count >= request.Most)
        {
            return (record, new Admission(
                AdmissionVerdict.TooManyStores,
                $"The owner has {record.Stores.Count} stores of at most {request.Most}; delete one before making another."));
        }

        var free = record.Stores.Select(store => store.At).Append(record.LastCreation).Max() + request.CoolDown;
        return request.CoolDown > TimeSpan.Zero && request.Store.At < free
            ? (record, new Admission(
                AdmissionVerdict.CoolingDown,
                $"The owner's stores must be {request.CoolDown.TotalSeconds:0.###} s apart.",
                free - request.Store.At))
            : (record with { Stores = [.. record.Stores, request.Store] }, Admission.Granted);
    }

    /// <summary>
    /// Those of an owner's stores that were admitted long ago: an admission of which nothing came, because the request died, is found among
    /// them.
    /// </summary>
    public static IReadOnlyList<OwnedStore> Doubtful(OwnerRecord record, DateTime now) =>
        [.. record.Stores.Where(store => store.At + s_beginning < now)];

    /// <summary>Takes in that a store is gone; its creation still counts for the cool-down.</summary>
    public static OwnerRecord Remove(OwnerRecord record, string admission) =>
        record.Stores.FirstOrDefault(store => store.Admission == admission) is { } gone
            ? Without(record, admission) with { LastCreation = gone.At > record.LastCreation ? gone.At : record.LastCreation }
            : record;

    /// <summary>Takes back an admission of which nothing came.</summary>
    public static OwnerRecord Withdraw(OwnerRecord record, string admission) => Without(record, admission);

    private static OwnerRecord Without(OwnerRecord record, string admission) =>
        record with { Stores = [.. record.Stores.Where(store => store.Admission != admission)] };
}
