using System.Text;

namespace Functions.Helm;

/// <summary>Keeps the end of what a process says.</summary>
internal sealed class OutputTail(int limit)
{
    private readonly StringBuilder _text = new();

    public void Add(string line)
    {
        lock (_text)
        {
            _text.Append(line).Append('\n');
            if (_text.Length > limit)
            {
                _text.Remove(0, _text.Length - limit);
            }
        }
    }

    public override string ToString()
    {
        lock (_text)
        {
            return _text.ToString();
        }
    }
}
