namespace Functions.Conformance;

/// <summary>A value with something of everything, to be carried about.</summary>
public sealed record Parcel(
    string Name, int Number, IReadOnlyList<decimal> Weights, ParcelSize Size, DateTimeOffset At, Parcel? Inner,
    IReadOnlyDictionary<string, bool> Flags);
