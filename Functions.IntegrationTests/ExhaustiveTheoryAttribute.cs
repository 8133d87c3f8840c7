namespace Functions.IntegrationTests;

/// <summary>A theory of so many cases that it runs only when SERVERLESS_TEST_EXHAUSTIVE is 1.</summary>
public sealed class ExhaustiveTheoryAttribute : TheoryAttribute
{
    public ExhaustiveTheoryAttribute() => Skip = Wanted ? null : "Takes minutes: set SERVERLESS_TEST_EXHAUSTIVE=1.";

    /// <summary>Whether such tests were asked for.</summary>
    public static bool Wanted { get; } = Environment.GetEnvironmentVariable("SERVERLESS_TEST_EXHAUSTIVE") == "1";
}
