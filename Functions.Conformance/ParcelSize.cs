namespace Functions.Conformance;

/// <summary>How large a <see cref="Parcel"/> is.</summary>
public enum ParcelSize
{
    /// <summary>The smaller one.</summary>
    Small,

    /// <summary>The larger one.</summary>
    Large,
}
