using Stores.Core;
using Stores.Lifecycle;
using Stores.Slots;

namespace Stores.Sweeps;

/// <summary>
/// Compares what exists with what is recorded, as both come in page by page: first everything that exists, then the records, then
/// <see cref="Complete"/>. In this order a store that is made meanwhile is never taken for an orphan. Keeps a few words for each namespace
/// and nothing of the records.
/// </summary>
/// <param name="installation">This installation's id.</param>
/// <param name="surveyedAt">When the search began (UTC).</param>
public sealed class OrphanSearch(string installation, DateTime surveyedAt)
{
    private readonly Dictionary<string, NamespaceSighting> _namespaces = new(StringComparer.Ordinal);
    private readonly Dictionary<StoreName, List<SecretsInVault>> _secrets = [];
    private readonly List<Suspicion> _suspicions = [];

    /// <summary>How many namespaces carry this installation's labels.</summary>
    public int Namespaces { get; private set; }

    /// <summary>How many stores are recorded and not deleted.</summary>
    public int Stores { get; private set; }

    /// <summary>How many secrets of this installation the vault holds.</summary>
    public int VaultSecrets { get; private set; }

    /// <summary>How many slots and places in the queue are taken.</summary>
    public int Slots { get; private set; }

    /// <summary>Takes in a namespace.</summary>
    public void Add(NamespaceSighting ns)
    {
        Namespaces += _namespaces.TryAdd(ns.Name, ns) ? 1 : 0;
    }

    /// <summary>Takes in what the vault keeps for one generation of a store.</summary>
    public void Add(SecretsInVault secrets)
    {
        VaultSecrets += secrets.Count;
        if (!_secrets.TryGetValue(secrets.Store.Name, out var generations))
        {
            _secrets[secrets.Store.Name] = generations = [];
        }

        generations.Add(secrets);
    }

    /// <summary>Compares a slot with its holder.</summary>
    public void Compare(SlotHolding slot, bool runs)
    {
        Slots++;
        Suspect(OrphanPolicy.OfSlot(slot, runs));
    }

    /// <summary>Compares a store's record with what was taken in.</summary>
    /// <param name="record">The record.</param>
    /// <param name="operationRuns">Whether the orchestration of its operation, if it has one, has not ended.</param>
    public void Compare(StoreRecord record, bool operationRuns)
    {
        if (record.Spec is not { Name: var name })
        {
            return;
        }

        Stores += record.Phase is StorePhase.Absent or StorePhase.Deleted ? 0 : 1;
        Suspect(OrphanPolicy.OfOperation(record, operationRuns));
        _namespaces.Remove(new StoreResources(name).Namespace, out var ns);
        Suspect(OrphanPolicy.OfStore(record, ns, installation, surveyedAt));
        if (ns is not null)
        {
            Suspect(OrphanPolicy.OfNamespace(ns, record, installation, surveyedAt));
        }

        if (_secrets.Remove(name, out var generations))
        {
            generations.ForEach(secrets => Suspect(OrphanPolicy.OfSecrets(secrets, record, installation, surveyedAt)));
        }
    }

    /// <summary>All that is suspect, once every record was compared: what no record claimed has no store.</summary>
    public IReadOnlyList<Suspicion> Complete()
    {
        foreach (var ns in _namespaces.Values)
        {
            Suspect(OrphanPolicy.OfNamespace(ns, null, installation, surveyedAt));
        }

        foreach (var secrets in _secrets.Values.SelectMany(generations => generations))
        {
            Suspect(OrphanPolicy.OfSecrets(secrets, null, installation, surveyedAt));
        }

        return _suspicions;
    }

    private void Suspect(Suspicion? suspicion)
    {
        if (suspicion is not null)
        {
            _suspicions.Add(suspicion);
        }
    }
}
