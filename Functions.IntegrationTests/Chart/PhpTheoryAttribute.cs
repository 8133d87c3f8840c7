namespace Functions.IntegrationTests.Chart;

/// <summary>As <see cref="PhpFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PhpTheoryAttribute : TheoryAttribute
{
    public PhpTheoryAttribute() => Skip = StandInShop.Missing;
}
