using DurableTask.Core;

namespace DurableTask.Sqlite.Tests;

/// <summary>Makes a new object each time that the engine asks for one of a name.</summary>
internal sealed class Creator<T> : ObjectCreator<T>
{
    private readonly Func<T> _make;

    public Creator(string name, Func<T> make)
    {
        (Name, Version, _make) = (name, "", make);
    }

    public override T Create() => _make();
}
