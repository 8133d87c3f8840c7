using System.Globalization;
using Stores.Core;
using Stores.Lifecycle;
using Stores.Slots;

namespace Stores.Sweeps;

/// <summary>
/// Decides what is an orphan and what a sweep does about it. Only what this installation made is looked at; what belongs to a store whose
/// operation runs is never suspected; and nothing is removed that was not seen often and long enough.
/// </summary>
public static class OrphanPolicy
{
    /// <summary>The most orphans that a sweep keeps and tells of; more are counted.</summary>
    public const int MostOrphans = 100;

    private static readonly TimeSpan s_stuck = TimeSpan.FromMinutes(15);

    /// <summary>Whether a namespace is suspect beside its store's record.</summary>
    /// <param name="ns">The namespace.</param>
    /// <param name="record">The record of the name that its label gives; null for none.</param>
    /// <param name="installation">This installation's id.</param>
    /// <param name="surveyedAt">When the survey began (UTC), before the record was read.</param>
    public static Suspicion? OfNamespace(NamespaceSighting ns, StoreRecord? record, string installation, DateTime surveyedAt)
    {
        if (ns.Store is null || installation.Length == 0 || ns.Installation != installation)
        {
            return null;
        }

        if (!StoreName.TryParse(ns.Store, out var name)
            || !int.TryParse(ns.Generation, NumberStyles.None, CultureInfo.InvariantCulture, out var generation)
            || ns.Name != new StoreResources(name).Namespace)
        {
            return new Suspicion(
                OrphanKind.Namespace,
                ns.Name,
                "It carries this installation's labels, but they do not fit its name; remove the labels or the namespace.",
                OrphanAction.Report)
            {
                Uid = ns.Uid,
            };
        }

        return OfPossession(new StoreIdentity(name, generation, installation), record, surveyedAt) is var (why, cure)
            ? Going(
                ns,
                new Suspicion(OrphanKind.Namespace, ns.Name, why, cure)
                {
                    Store = new StoreIdentity(name, generation, installation),
                    Uid = ns.Uid,
                },
                surveyedAt)
            : null;
    }

    /// <summary>Whether passwords in the vault are suspect beside their store's record.</summary>
    public static Suspicion? OfSecrets(SecretsInVault secrets, StoreRecord? record, string installation, DateTime surveyedAt) =>
        installation.Length > 0 && secrets.Store.Installation == installation
            && OfPossession(secrets.Store, record, surveyedAt) is var (why, cure)
            ? new Suspicion(OrphanKind.VaultSecrets, secrets.Store.ToString(), why, cure) { Store = secrets.Store }
            : null;

    /// <summary>Whether a store that ought to have a namespace lacks it.</summary>
    /// <param name="record">The store's record.</param>
    /// <param name="ns">The namespace of its name, as the survey saw it before the record was read; null for none.</param>
    /// <param name="installation">This installation's id.</param>
    /// <param name="surveyedAt">When the survey began (UTC).</param>
    public static Suspicion? OfStore(StoreRecord record, NamespaceSighting? ns, string installation, DateTime surveyedAt)
    {
        var kept = record is { Phase: StorePhase.Failed, Failure.KeptUntil: not null };
        if ((record.Phase is not (StorePhase.Ready or StorePhase.Degraded) && !kept) || record.Installation != installation
            || IsBeingChanged(record, surveyedAt))
        {
            return null;
        }

        var store = Identify(record);
        if (ns is not null && ns.Generation == store.Generation.ToString(CultureInfo.InvariantCulture))
        {
            return null;
        }

        var why = $"The store is {record.Phase}{(kept ? " and kept for debugging" : "")}, "
            + $"and namespace {store.Resources.Namespace} of its generation is not there.";
        return new Suspicion(OrphanKind.MissingNamespace, store.ToString(), why, kept ? OrphanAction.Report : OrphanAction.Mark)
        {
            Store = store,
        };
    }

    /// <summary>Whether a store's operation has lost its orchestration.</summary>
    /// <param name="record">The store's record.</param>
    /// <param name="runs">Whether the operation's orchestration has not ended.</param>
    public static Suspicion? OfOperation(StoreRecord record, bool runs) => record.Operation is { } operation && !runs
        ? new Suspicion(
            OrphanKind.Operation, operation.Id,
            $"Store {Identify(record)} has a running {operation.Kind}, and its orchestration does not run.", OrphanAction.Mark)
        {
            Store = Identify(record),
        }
        : null;

    /// <summary>Whether a slot has lost its orchestration.</summary>
    /// <param name="slot">The slot or the place in the queue.</param>
    /// <param name="runs">Whether the holder's orchestration has not ended.</param>
    public static Suspicion? OfSlot(SlotHolding slot, bool runs) => runs
        ? null
        : new Suspicion(
            OrphanKind.Slot, slot.Holder, $"It is held or waited for for store {slot.Store}, and the holder's orchestration does not run.",
            OrphanAction.Remove);

    /// <summary>Weighs suspicions by what earlier sweeps saw.</summary>
    /// <param name="suspicions">What is suspect now.</param>
    /// <param name="earlier">What earlier sweeps saw.</param>
    /// <param name="settings">How careful to be.</param>
    /// <param name="now">UTC.</param>
    /// <returns>
    /// At most <see cref="MostOrphans"/>: what is due first, what was never due last; what has failed often after what is due newly, so
    /// that it keeps nothing else from its turn.
    /// </returns>
    public static IReadOnlyList<Orphan> Decide(
        IEnumerable<Suspicion> suspicions, IEnumerable<OrphanSighting> earlier, SweepSettings settings, DateTime now)
    {
        var seen = earlier.ToDictionary(sighting => (sighting.Kind, sighting.What, sighting.Uid));
        var orphans = suspicions.Select(
            suspicion => Weigh(suspicion, seen.GetValueOrDefault((suspicion.Kind, suspicion.What, suspicion.Uid)), settings, now)).ToList();
        var due = orphans.Where(orphan => orphan.IsDue).OrderBy(orphan => orphan.Sightings)
            .ThenBy(orphan => orphan.What, StringComparer.Ordinal).ToList();
        var left = due.Skip(settings.MaxRemovals).Select(orphan =>
            orphan with { Action = OrphanAction.Watch, Detail = $"Left for a later sweep: one does at most {settings.MaxRemovals}." });
        return
        [
            .. due.Take(settings.MaxRemovals)
                .Concat(left.Concat(orphans.Where(orphan => !orphan.IsDue))
                    .OrderBy(orphan => orphan.Action)
                    .ThenBy(orphan => orphan.FirstSeen).ThenBy(orphan => orphan.What, StringComparer.Ordinal))
                .Take(MostOrphans),
        ];
    }

    private static Orphan Weigh(Suspicion suspicion, OrphanSighting? earlier, SweepSettings settings, DateTime now)
    {
        var (first, count) = (earlier?.FirstSeen ?? now, (earlier?.Count ?? 0) + 1);
        var ripe = count >= settings.Sightings && now - first >= settings.Grace;
        var action = suspicion.Cure is OrphanAction.Report || ripe ? suspicion.Cure : OrphanAction.Watch;
        return new Orphan(suspicion.Kind, suspicion.What, suspicion.Why, action, first, count)
        {
            Store = suspicion.Store,
            Uid = suspicion.Uid,
        };
    }

    /// <summary>Whether what is labelled as a store's has lost it.</summary>
    private static (string Why, OrphanAction Cure)? OfPossession(
        StoreIdentity store, StoreRecord? record, DateTime surveyedAt) => record switch
        {
            null or { Phase: StorePhase.Absent } => ($"No store {store.Name} is recorded.", OrphanAction.Remove),
            _ when IsBeingChanged(record, surveyedAt) => null,
            _ when record.Installation != store.Installation =>
                ($"Store {store.Name} is recorded as another installation's.", OrphanAction.Report),
            _ when record.Generation < store.Generation => (
                $"It is of generation {store.Generation}, and store {store.Name} is recorded only up to {record.Generation}; "
                + "was an old state restored?",
                OrphanAction.Report),
            _ when record.Generation > store.Generation =>
                ($"It is of generation {store.Generation}, and store {store.Name} is at {record.Generation}.", OrphanAction.Remove),
            // A step that is delivered late can bring back what the undoing took, and an operation that was lost undid nothing.
            { Phase: StorePhase.Failed, Failed: StoreOperationKind.Provision, Failure.KeptUntil: null } =>
                ($"Store {store} has failed and is not kept.", OrphanAction.Remove),
            { Phase: StorePhase.Deleted } => ($"Store {store} was deleted at {record.UpdatedAt:O}.", OrphanAction.Remove),
            _ => null,
        };

    private static Suspicion Going(NamespaceSighting ns, Suspicion suspicion, DateTime now) => ns.DeletedAt is not { } since
        ? suspicion
        : now - since < s_stuck
            ? suspicion with { Why = $"{suspicion.Why} It is being deleted since {since:O}.", Cure = OrphanAction.Watch }
            : suspicion with
            {
                Why = $"{suspicion.Why} It is stuck: being deleted since {since:O}; its conditions name the cause.",
                Cure = OrphanAction.Report,
            };

    // What changed after the survey began may have changed because of what the survey did not see.
    private static bool IsBeingChanged(StoreRecord record, DateTime surveyedAt) =>
        record.Operation is not null || record.UpdatedAt >= surveyedAt;

    private static StoreIdentity Identify(StoreRecord record) => new(record.Spec!.Name, record.Generation, record.Installation);
}
