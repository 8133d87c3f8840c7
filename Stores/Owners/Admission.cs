namespace Stores.Owners;

/// <summary>Whether an owner may have one more store.</summary>
/// <param name="Verdict">Accepted, TooManyStores or CoolingDown.</param>
/// <param name="Detail">One sentence that says why not.</param>
/// <param name="RetryAfter">When asking again can help.</param>
public sealed record Admission(AdmissionVerdict Verdict, string Detail, TimeSpan? RetryAfter = null)
{
    /// <summary>It may.</summary>
    public static Admission Granted { get; } = new(AdmissionVerdict.Accepted, "");
}
