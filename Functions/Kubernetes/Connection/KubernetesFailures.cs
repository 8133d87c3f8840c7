using System.Net;
using System.Security.Authentication;
using System.Text.Json;
using k8s;
using k8s.Autorest;
using k8s.Exceptions;
using k8s.Models;
using Stores.Core;

namespace Functions.Kubernetes.Connection;

/// <summary>
/// Turns the client's exceptions into failures. Their bodies may hold secrets: nothing of them goes on but the Status' reason and, where
/// harmless, its message.
/// </summary>
internal static class KubernetesFailures
{
    /// <summary>Runs a call and translates what it throws; only a cancellation that the caller asked for passes as it is.</summary>
    /// <param name="what">What is being done, for the message: "create namespace store-demo".</param>
    /// <param name="call">The call.</param>
    public static async Task<T> TranslateAsync<T>(string what, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception exception) when (Classify(what, exception) is { } failure)
        {
            // Without a cause: the client's exceptions carry requests and answers whole.
            throw failure;
        }
    }

    /// <summary>As <see cref="TranslateAsync{T}"/>, where one refusal is an answer.</summary>
    /// <returns>Null for that refusal.</returns>
    public static Task<T?> IgnoreAsync<T>(HttpStatusCode expected, string what, Func<Task<T>> call)
        where T : class => TranslateAsync<T?>(what, async () =>
    {
        try
        {
            return await call();
        }
        catch (HttpOperationException exception) when (exception.Response.StatusCode == expected)
        {
            return null;
        }
    });

    /// <summary>The failure behind an answer.</summary>
    public static StoreFailureException Classify(string what, HttpStatusCode code, string? body)
    {
        var status = ReadStatus(body);
        var reason = string.IsNullOrEmpty(status?.Reason) ? code.ToString() : status.Reason;
        return code switch
        {
            HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError or HttpStatusCode.Conflict =>
                new TransientStoreFailureException(reason, $"Could not {what}: the cluster answered {(int)code}."),
            // A refusal for want of rights, by a quota or by a policy names verb, resource and limits, never contents.
            HttpStatusCode.Forbidden => Refusals.Find($"Could not {what}", status?.Message ?? "") ?? new PermanentStoreFailureException(
                reason, $"Could not {what}: {status?.Message ?? "the cluster, or what stands before it, answered 403 and no reason."}"),
            HttpStatusCode.Unauthorized => new PermanentStoreFailureException(
                reason, $"Could not {what}: the cluster does not accept the kubeconfig's credentials; renew them."),
            HttpStatusCode.UnprocessableEntity when status?.Details?.Causes is { Count: > 0 } causes =>
                OfFields(what, reason, causes),
            _ => new PermanentStoreFailureException(reason, $"Could not {what}: the cluster answered {(int)code} {reason}."),
        };
    }

    // A cause's message may quote the value that is refused: only its field goes on.
    private static PermanentStoreFailureException OfFields(string what, string reason, IList<V1StatusCause> causes)
    {
        var fields = string.Join(", ", causes.Select(cause => cause.Field).Distinct());
        return Refusals.AreImmutable(causes)
            ? new PermanentStoreFailureException(Reasons.ImmutableField, $"Could not {what}: {fields} cannot be changed once it is there.")
            : new PermanentStoreFailureException(reason, $"Could not {what}: the cluster does not accept {fields}.");
    }

    /// <summary>
    /// The failure behind an exception of the client, of the connection under it or of what reads its answers; null for any other.
    /// </summary>
    private static StoreFailureException? Classify(string what, Exception exception) => exception switch
    {
        HttpOperationException { Response: { } response } => Classify(what, response.StatusCode, response.Content),
        KubernetesException { Status: { Code: > 0 } status } =>
            Classify(what, (HttpStatusCode)status.Code, JsonSerializer.Serialize(new { reason = status.Reason })),
        HttpRequestException { Message: var said } =>
            new TransientStoreFailureException(Reasons.ClusterUnreachable, $"Could not {what}: {said}"),
        TaskCanceledException { InnerException: TimeoutException } =>
            new TransientStoreFailureException(Reasons.ClusterUnreachable, $"Could not {what}: the cluster did not answer in time."),
        IOException => new TransientStoreFailureException(Reasons.ClusterUnreachable, $"Could not {what}: the connection broke."),
        AuthenticationException => new TransientStoreFailureException(
            Reasons.ClusterUnreachable,
            $"Could not {what}: no trusted connection to the cluster came about; compare its certificate with the kubeconfig's."),
        JsonException =>
            new TransientStoreFailureException(Reasons.BrokenAnswer, $"Could not {what}: the cluster's answer is not what its type says."),
        KubeConfigException =>
            new TransientStoreFailureException(Reasons.NoCredentials, $"Could not {what}: the kubeconfig's credential plugin gave none."),
        HttpOperationException or KubernetesException =>
            new TransientStoreFailureException(Reasons.BrokenAnswer, $"Could not {what}: the cluster gave no usable answer."),
        _ => null,
    };

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
