namespace Functions.Benchmarks.Shop;

/// <summary>What visitors saw: how many pages, how long each took, and what it cost to ask for them.</summary>
internal sealed class Looks
{
    private readonly List<double> _milliseconds = [];
    private TimeSpan _took;
    private TimeSpan _processor;

    public double PerSecond => _milliseconds.Count / _took.TotalSeconds;

    /// <summary>Processors that asking kept busy.</summary>
    public double Processors => _processor / _took;

    /// <param name="milliseconds">Of each page.</param>
    /// <param name="took">All of it.</param>
    /// <param name="processor">Of this process, meanwhile.</param>
    public Looks Add(IEnumerable<double> milliseconds, TimeSpan took, TimeSpan processor)
    {
        _milliseconds.AddRange(milliseconds);
        _took += took;
        _processor += processor;
        return this;
    }

    public void Add(Looks other) => Add(other._milliseconds, other._took, other._processor);

    /// <summary>In milliseconds.</summary>
    public double Percentile(int percent)
    {
        var sorted = _milliseconds.Order().ToList();
        return sorted[Math.Min(sorted.Count - 1, sorted.Count * percent / 100)];
    }
}
