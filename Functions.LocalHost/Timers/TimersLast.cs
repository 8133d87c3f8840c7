namespace Functions.LocalHost.Timers;

/// <summary>Starts timers when all else has started: one that runs at start would hold the others up until it has run.</summary>
internal sealed class TimersLast(IHostApplicationLifetime lifetime, ILoggerFactory loggers) : IListenerDecorator
{
    public IListener Decorate(ListenerDecoratorContext context) => context.ListenerType.Name == "TimerListener"
        ? new Last(context.Listener, lifetime, loggers.CreateLogger("LocalHost"))
        : context.Listener;

    private sealed class Last(IListener timer, IHostApplicationLifetime lifetime, ILogger logger) : IListener
    {
        private Task? _starting;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            lifetime.ApplicationStarted.Register(() => _ = (_starting = timer.StartAsync(CancellationToken.None)).ContinueWith(
                failed => logger.LogError("A timer cannot be started: {Cause}", failed.Exception!.GetBaseException().Message),
                CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default));
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => _starting is { IsCompletedSuccessfully: true }
            ? timer.StopAsync(cancellationToken)
            : Task.Run(timer.Cancel, cancellationToken);

        public void Cancel() => timer.Cancel();

        public void Dispose() => timer.Dispose();
    }
}
