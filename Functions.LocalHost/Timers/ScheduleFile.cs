namespace Functions.LocalHost.Timers;

/// <summary>Keeps when each timer ran and runs next in one file, so that a time that passed while nothing ran is made up for.</summary>
internal sealed class ScheduleFile(string folder) : ScheduleMonitor
{
    private readonly string _file = Path.Combine(folder, "timers.json");
    private readonly Lock _lock = new();

    public override Task<ScheduleStatus> GetStatusAsync(string timerName) => Task.FromResult(Read().GetValueOrDefault(timerName)!);

    public override Task UpdateStatusAsync(string timerName, ScheduleStatus status) => Task.Run(() => Write(timerName, status));

    // Beside and moved, so that a kill leaves the old file or the new one.
    private void Write(string timerName, ScheduleStatus status)
    {
        lock (_lock)
        {
            Directory.CreateDirectory(folder);
            var all = new Dictionary<string, ScheduleStatus>(Read()) { [timerName] = status };
            File.WriteAllText($"{_file}.new", JsonSerializer.Serialize(all));
            File.Move($"{_file}.new", _file, overwrite: true);
        }
    }

    private Dictionary<string, ScheduleStatus> Read()
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, ScheduleStatus>>(File.ReadAllText(_file)) ?? [];
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            // Without a record nothing is past due, as on the first start.
            return [];
        }
    }
}
