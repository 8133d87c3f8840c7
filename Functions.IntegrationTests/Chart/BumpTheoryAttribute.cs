namespace Functions.IntegrationTests.Chart;

/// <summary>As <see cref="BumpFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BumpTheoryAttribute : TheoryAttribute
{
    public BumpTheoryAttribute() => Skip = BumpStage.Missing;
}
