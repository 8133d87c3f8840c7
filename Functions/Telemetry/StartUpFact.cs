namespace Functions.Telemetry;

/// <summary>Something that whoever reads the log wants to know of how the app is set up, free of secrets.</summary>
/// <param name="Describe">One line; called once, when everything has been found usable.</param>
internal sealed record StartUpFact(Func<string> Describe);
