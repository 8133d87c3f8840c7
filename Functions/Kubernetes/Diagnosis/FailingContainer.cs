using Functions.Kubernetes.Workloads;
using k8s.Models;

namespace Functions.Kubernetes.Diagnosis;

/// <summary>The container whose log tells most.</summary>
/// <param name="Pod">Its pod.</param>
/// <param name="Name">Its name.</param>
/// <param name="Previous">Whether its last run tells more than the one that runs.</param>
internal sealed record FailingContainer(string Pod, string Name, bool Previous)
{
    /// <summary>
    /// Chooses: first one that ended badly, the newest pod's before others', then one that runs without being ready; null when all are well
    /// or none has run.
    /// </summary>
    public static FailingContainer? Choose(IEnumerable<V1Pod> pods)
    {
        var unwell = pods.Where(pod => pod.Status?.Phase != "Succeeded" && !PodWords.IsReady(pod))
            .OrderByDescending(pod => pod.CreationTimestamp()).ToList();
        return Find(unwell, container => container.State?.Terminated is { ExitCode: not 0 }, previous: false)
            ?? Find(unwell, container => container is { State.Running: null, LastState.Terminated.ExitCode: not 0 }, previous: true)
            ?? Find(
                unwell, container => container is { State.Running: not null, Ready: false, LastState.Terminated.ExitCode: not 0 },
                previous: true)
            ?? Find(unwell, container => container is { State.Running: not null, Ready: false }, previous: false);
    }

    private static FailingContainer? Find(IEnumerable<V1Pod> pods, Func<V1ContainerStatus, bool> fails, bool previous) =>
        pods.SelectMany(pod => PodWords.Containers(pod).Where(fails).Select(container =>
            new FailingContainer(pod.Name(), container.Name, previous))).FirstOrDefault();
}
