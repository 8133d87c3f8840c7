using Stores.Drift;

namespace Functions.Api.Stores;

/// <summary>One way in which a store has drifted.</summary>
/// <param name="Subject">What has: "NetworkPolicy deny-all".</param>
/// <param name="Reason">One CamelCase word.</param>
/// <param name="Message">What was met, and what to do where a repair does not help.</param>
/// <param name="Remedy">Repair, Wait or Operator.</param>
/// <param name="Since">When it was seen first (UTC).</param>
/// <param name="Times">In how many comparisons.</param>
public sealed record DriftResponse(string Subject, string Reason, string Message, DriftRemedy Remedy, DateTime Since, int Times);
