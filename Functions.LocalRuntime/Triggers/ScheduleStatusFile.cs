using System.Text.Json;
using Microsoft.Azure.Functions.Worker;

namespace Functions.LocalRuntime.Triggers;

/// <summary>The timers' schedule status, kept beside the durable state.</summary>
internal sealed class ScheduleStatusFile(LocalRuntimeOptions options)
{
    private readonly string _file = $"{options.StateFile}.timers.json";
    private readonly Lock _lock = new();

    public ScheduleStatus? Find(string function) => Read().GetValueOrDefault(function);

    public void Write(string function, ScheduleStatus status)
    {
        lock (_lock)
        {
            var all = Read();
            all[function] = status;
            var next = $"{_file}.new";
            File.WriteAllText(next, JsonSerializer.Serialize(all));
            File.Move(next, _file, overwrite: true);
        }
    }

    private Dictionary<string, ScheduleStatus> Read() =>
        File.Exists(_file) ? JsonSerializer.Deserialize<Dictionary<string, ScheduleStatus>>(File.ReadAllText(_file)) ?? [] : [];
}
