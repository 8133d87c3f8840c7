namespace Stores.Drift;

/// <summary>How a field of an object is not as its manifest has it.</summary>
/// <param name="Path">The property names and array indexes that lead to the field, from the object.</param>
/// <param name="Added">Whether the manifest does not have the field; else its value is another or missing.</param>
internal sealed record FieldDifference(IReadOnlyList<string> Path, bool Added)
{
    /// <summary>As people write it: spec.replicas.</summary>
    public override string ToString() => string.Join('.', Path);
}
