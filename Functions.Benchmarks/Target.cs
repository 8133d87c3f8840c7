namespace Functions.Benchmarks;

/// <summary>What a figure should be.</summary>
/// <param name="Value">The bound, in the figure's unit.</param>
/// <param name="AtLeast">Whether it is the least; else it is the most.</param>
internal sealed record Target(double Value, bool AtLeast)
{
    public bool IsMetBy(double measured) => AtLeast ? measured >= Value : measured <= Value;
}
