namespace Functions.IntegrationTests.Chart;

/// <summary>A test with a real Apache, skipped with the reason where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ApacheTheoryAttribute : TheoryAttribute
{
    public ApacheTheoryAttribute() => Skip = ApacheServer.Missing;
}
