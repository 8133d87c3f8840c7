namespace Functions.LocalHost.Timers;

/// <summary>Starts timers when all else has started: one that runs at start would hold the others up until it has run.</summary>
internal sealed class TimersLast(IHostApplicationLifetime lifetime, ILoggerFactory loggers) : IListenerDecorator
{
    public IListener Decorate(ListenerDecoratorContext context) =>
        context.ListenerType.Name == "TimerListener" ? new Last(context.Listener, lifetime, loggers) : context.Listener;

    private sealed class Last(IListener timer, IHostApplicationLifetime lifetime, ILoggerFactory loggers) : IListener
    {
        private Task? _starting;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            var logger = loggers.CreateLogger("LocalHost");
            lifetime.ApplicationStarted.Register(() => _ = (_starting = timer.StartAsync(CancellationToken.None)).ContinueWith(
                failed => logger.LogError("A timer cannot be started: {Cause}", failed.Exception!.GetBaseException().Message),
                CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default));
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            if (_starting is { IsCompletedSuccessfully: true })
            {
                return timer.StopAsync(cancellationToken);
            }

            timer.Cancel();
            return Task.CompletedTask;
        }

        public void Cancel() => timer.Cancel();

        public void Dispose() => timer.Dispose();
    }
}
