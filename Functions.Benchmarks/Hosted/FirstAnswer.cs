using Functions.IntegrationTests.Hosting;

namespace Functions.Benchmarks.Hosted;

/// <summary>A host listens before its worker is there, and answers 503 so long.</summary>
internal static class FirstAnswer
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    /// <summary>Asks until the answer is a good one.</summary>
    /// <returns>Its body.</returns>
    /// <exception cref="InvalidOperationException">None comes; the message has the host's output.</exception>
    public static async Task<string> AwaitAsync(HostProcess host, string path)
    {
        using var limit = new CancellationTokenSource(s_limit);
        while (!limit.IsCancellationRequested)
        {
            try
            {
                using var answer = await host.Http.GetAsync(new Uri(path, UriKind.Relative), limit.Token);
                if (answer.IsSuccessStatusCode)
                {
                    return await answer.Content.ReadAsStringAsync(limit.Token);
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                // It is not there yet, or has just lost its worker.
            }

            await Task.Delay(5);
        }

        throw new InvalidOperationException(
            $"GET {path} was not answered in {s_limit.TotalSeconds} s: …{host.Output[^Math.Min(2000, host.Output.Length)..]}");
    }
}
