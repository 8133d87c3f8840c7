namespace Functions.Kubernetes.Releases;

/// <summary>What a refused change of an object comes to.</summary>
internal enum RefusalRemedy
{
    /// <summary>It is not about a field that cannot change: the change itself will tell.</summary>
    None,

    /// <summary>The object can be made anew.</summary>
    Replace,

    /// <summary>Nothing but another wish helps: what holds data is never replaced.</summary>
    Refuse,
}
