using System.Net;
using System.Text.Json;
using Functions.Stores;
using k8s.Autorest;
using k8s.Models;

namespace Functions.Kubernetes;

/// <summary>Turns the client's exceptions into failures. Their bodies may hold secrets: nothing of them goes on but the Status' reason and, where harmless, its message.</summary>
internal static class KubernetesFailures
{
    /// <summary>Runs a call and translates what it throws.</summary>
    /// <param name="what">What is being done, for the message: "create namespace store-demo".</param>
    /// <param name="call">The call.</param>
    public static async Task<T> TranslateAsync<T>(string what, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (HttpOperationException exception)
        {
            throw Classify(what, exception.Response.StatusCode, exception.Response.Content);
        }
        catch (HttpRequestException exception)
        {
            throw new TransientStoreFailureException("ClusterUnreachable", $"Could not {what}: {exception.Message}");
        }
    }

    /// <summary>The failure behind an answer.</summary>
    public static StoreFailureException Classify(string what, HttpStatusCode code, string? body)
    {
        var status = ReadStatus(body);
        var reason = string.IsNullOrEmpty(status?.Reason) ? code.ToString() : status.Reason;
        return code switch
        {
            HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError or HttpStatusCode.Conflict =>
                new TransientStoreFailureException(reason, $"Could not {what}: the cluster answered {(int)code}."),
            // A quota's or an account's refusal names verb, resource and limits, never contents.
            HttpStatusCode.Forbidden when status?.Message?.Contains("exceeded quota", StringComparison.Ordinal) == true =>
                new PermanentStoreFailureException("QuotaExceeded", $"Could not {what}: {status.Message}"),
            HttpStatusCode.Forbidden when status?.Message?.Contains("being terminated", StringComparison.Ordinal) == true =>
                new TransientStoreFailureException("NamespaceTerminating", $"Could not {what}: {status.Message}"),
            HttpStatusCode.Forbidden => new PermanentStoreFailureException(reason, $"Could not {what}: {status?.Message ?? "the cluster forbids it."}"),
            HttpStatusCode.Unauthorized => new PermanentStoreFailureException(reason, $"Could not {what}: the cluster does not accept the kubeconfig's credentials."),
            _ => new PermanentStoreFailureException(reason, $"Could not {what}: the cluster answered {(int)code} {reason}."),
        };
    }

    private static V1Status? ReadStatus(string? body)
    {
        try
        {
            return string.IsNullOrEmpty(body) ? null : JsonSerializer.Deserialize<V1Status>(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
