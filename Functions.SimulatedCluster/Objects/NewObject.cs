using System.Text.Json.Nodes;

namespace Functions.SimulatedCluster.Objects;

/// <summary>What the API server adds to a new object.</summary>
internal static class NewObject
{
    /// <summary>Kubernetes' time format.</summary>
    public static string Timestamp(TimeProvider clock) => Timestamp(clock.GetUtcNow());

    /// <summary>A time in Kubernetes' format.</summary>
    public static string Timestamp(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Gives an object its identity and its kind's defaults; modifies and returns it.</summary>
    public static JsonObject Complete(ObjectKey key, JsonObject body, TimeProvider clock)
    {
        body["apiVersion"] = key.Kind.ApiVersion;
        body["kind"] = key.Kind.Name;
        var meta = body.Meta();
        meta["name"] = key.Name;
        if (key.Kind.Namespaced)
        {
            meta["namespace"] = key.Namespace;
        }

        meta["uid"] = Guid.NewGuid().ToString();
        meta["creationTimestamp"] = Timestamp(clock);
        meta.Remove("deletionTimestamp");
        meta.Remove("selfLink");
        if (body["spec"] is JsonObject
            && key.Kind.Name is not ("Namespace" or "PersistentVolumeClaim" or "PersistentVolume" or "Service" or "Pod" or "Node"))
        {
            meta["generation"] = 1;
        }

        ApplyDefaults(key.Kind, body);
        return body;
    }

    private static void ApplyDefaults(Kind kind, JsonObject body)
    {
        switch (kind.Name)
        {
            case "Namespace":
                body.Child("spec")["finalizers"] = new JsonArray("kubernetes");
                body["status"] = new JsonObject { ["phase"] = "Active" };
                body.Meta().Child("labels")["kubernetes.io/metadata.name"] = body.Name();
                break;
            case "Service":
                body["status"] = new JsonObject { ["loadBalancer"] = new JsonObject() };
                break;
            case "Secret":
                body["type"] ??= "Opaque";
                if (body["stringData"] is JsonObject text)
                {
                    foreach (var (name, value) in text)
                    {
                        body.Child("data")[name] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(value!.GetValue<string>()));
                    }

                    body.Remove("stringData");
                }

                break;
            case "Deployment" or "StatefulSet" or "ReplicaSet":
                body.Child("spec")["replicas"] ??= 1;
                break;
            case "Job":
                body.Child("spec")["completions"] ??= 1;
                body.Child("spec")["parallelism"] ??= 1;
                body.Child("spec")["backoffLimit"] ??= 6;
                break;
            case "Pod":
                body.Child("spec")["restartPolicy"] ??= "Always";
                body.Child("spec")["terminationGracePeriodSeconds"] ??= 30;
                body["status"] = new JsonObject { ["phase"] = "Pending" };
                break;
            case "PersistentVolumeClaim":
                body["status"] = new JsonObject { ["phase"] = "Pending" };
                break;
        }

        if (kind.HasStatus)
        {
            body.Child("status");
        }
    }
}
