namespace BenchmarkApp;

/// <summary>What <see cref="Flows.Book"/> is to do.</summary>
/// <param name="Ledger">The key of the ledger.</param>
/// <param name="Steps">How many entries it makes by calls, and as many by signals.</param>
public sealed record Booking(string Ledger, int Steps);
