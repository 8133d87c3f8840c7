namespace Functions.Helm;

/// <summary>The chart that stores are made with.</summary>
public interface IBundledChart
{
    /// <summary>Its name and version, as in the label helm.sh/chart.</summary>
    string Label { get; }
}
