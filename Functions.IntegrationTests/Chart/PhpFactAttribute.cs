namespace Functions.IntegrationTests.Chart;

/// <summary>A test that runs the chart's PHP, skipped with the reason where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PhpFactAttribute : FactAttribute
{
    public PhpFactAttribute() => Skip = StandInShop.Missing;
}
