using Stores.Core;

namespace Functions.IntegrationTests.Helm;

/// <summary>What happens to runs of <see cref="QuickHelm"/>.</summary>
internal sealed class HelmTroubles
{
    private readonly Lock _lock = new();
    private readonly List<(string Namespace, string Verb, int Step, Func<Exception> Trouble)> _troubles = [];

    /// <summary>Kills a run without a chance to clean up.</summary>
    /// <param name="ns">The release's namespace.</param>
    /// <param name="verb">upgrade, rollback or uninstall.</param>
    /// <param name="step">Before which of its writes, from 0.</param>
    public void Kill(string ns, string verb, int step) => Add(ns, verb, step, () => new HelmKilledException());

    /// <summary>Makes a run fail in passing.</summary>
    public void Fail(string ns, string verb, int step) =>
        Add(ns, verb, step, () => new TransientStoreFailureException("HelmFailed", "the server is currently unable to handle the request"));

    /// <summary>Lets all later runs do well.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _troubles.Clear();
        }
    }

    /// <summary>Called before each write.</summary>
    public void Meet(string ns, string verb, int step)
    {
        lock (_lock)
        {
            var index = _troubles.FindIndex(trouble => (trouble.Namespace, trouble.Verb, trouble.Step) == (ns, verb, step));
            if (index >= 0)
            {
                var trouble = _troubles[index].Trouble();
                _troubles.RemoveAt(index);
                throw trouble;
            }
        }
    }

    private void Add(string ns, string verb, int step, Func<Exception> trouble)
    {
        lock (_lock)
        {
            _troubles.Add((ns, verb, step, trouble));
        }
    }
}

/// <summary>The run is no more.</summary>
internal sealed class HelmKilledException() : Exception("Killed.");
