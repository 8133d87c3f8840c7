namespace Functions.Helm;

/// <summary>How a run of helm ended.</summary>
/// <param name="ExitCode">0 for success; null when it was ended for taking too long.</param>
/// <param name="Output">The end of its standard output.</param>
/// <param name="Error">The end of its standard error.</param>
internal sealed record HelmResult(int? ExitCode, string Output, string Error);
