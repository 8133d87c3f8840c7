using Microsoft.AspNetCore.Http;

namespace Functions.IntegrationTests.Crashes;

/// <summary>A request that a proxy holds up at a moment, until it is told to let it go on or to forget it.</summary>
internal sealed class HeldRequest(RequestPattern pattern, string ns, Moment moment)
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> _fate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _taken;

    /// <summary>Completes when a request is at the moment.</summary>
    public Task Reached => _reached.Task;

    /// <summary>Lets it go on its way.</summary>
    public void LetGo() => _fate.TrySetResult(true);

    /// <summary>Lets it end without another effect: nobody is left who waits for its answer.</summary>
    public void Forget() => _fate.TrySetResult(false);

    /// <summary>Whether this is the request to hold; the first that is, is.</summary>
    public bool Takes(HttpRequest request)
    {
        lock (_reached)
        {
            var takes = !_taken && pattern.Matches(request, ns);
            _taken |= takes;
            return takes;
        }
    }

    public async Task HoldAsync(HttpContext context, Func<Task> forward)
    {
        switch (moment)
        {
            case Moment.Before:
                if (await IsLetGoAsync(context))
                {
                    await forward();
                }

                break;
            case Moment.During:
                var answer = context.Response.Body;
                using (var buffer = new MemoryStream())
                {
                    context.Response.Body = buffer;
                    await forward();
                    context.Response.Body = answer;
                    if (await IsLetGoAsync(context))
                    {
                        buffer.Position = 0;
                        await buffer.CopyToAsync(answer);
                    }
                }

                break;
            default:
                await forward();
                await context.Response.CompleteAsync();
                _reached.TrySetResult();
                break;
        }
    }

    private async Task<bool> IsLetGoAsync(HttpContext context)
    {
        _reached.TrySetResult();
        var goesOn = await _fate.Task;
        if (!goesOn)
        {
            context.Abort();
        }

        return goesOn;
    }
}
