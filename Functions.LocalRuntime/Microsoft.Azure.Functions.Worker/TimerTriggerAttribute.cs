using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Marks the <see cref="TimerInfo"/> of a timer function.</summary>
/// <param name="schedule">NCRONTAB with six fields (seconds first) or five, a TimeSpan, or %Setting%; UTC.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class TimerTriggerAttribute(string schedule) : TriggerBindingAttribute
{
    /// <summary>The schedule.</summary>
    public string Schedule { get; private set; } = schedule;

    /// <summary>Whether the function also runs when the host starts.</summary>
    public bool RunOnStartup { get; set; }

    /// <summary>Whether missed runs are noticed across restarts.</summary>
    public bool UseMonitor { get; set; } = true;
}
