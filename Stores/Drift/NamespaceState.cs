namespace Stores.Drift;

/// <summary>What a store's namespace was found to be.</summary>
public enum NamespaceState
{
    /// <summary>There, and this store's.</summary>
    Ours,

    /// <summary>Not there.</summary>
    Missing,

    /// <summary>There, without the labels of this store, its generation and this installation.</summary>
    Foreign,

    /// <summary>Being deleted.</summary>
    Terminating,
}
