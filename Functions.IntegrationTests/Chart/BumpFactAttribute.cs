namespace Functions.IntegrationTests.Chart;

/// <summary>A test that runs tools/bump, skipped with the reason where what it needs is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BumpFactAttribute : FactAttribute
{
    public BumpFactAttribute() => Skip = BumpStage.Missing;
}
