using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Objects.Admission;

namespace Functions.SimulatedCluster.Objects;

/// <summary>The API server's writes: admission, optimistic concurrency, finalizers.</summary>
internal sealed class ObjectWriter(ObjectStore store)
{
    public JsonObject Create(ObjectKey key, JsonObject body, string manager, bool dryRun)
    {
        var made = body.Copy();
        if (key.Name.Length == 0)
        {
            var prefix = made.Text("metadata", "generateName") ?? throw ApiException.Invalid(
                key.Kind, "", new FieldError("FieldValueRequired", "metadata.name", "Required value: name or generateName is required"));
            key = key with { Name = prefix + RandomNumberGenerator.GetString("bcdfghjklmnpqrstvwxz2456789", 5) };
        }

        RequireNamespace(key);
        NewObject.Complete(key, made, store.Clock);
        ServerSideApply.NoteUpdate(null, made, manager, store.Clock);
        return Store(key, dryRun, found => found is not null
            ? throw ApiException.AlreadyExists(key.Kind, key.Name)
            : WriteAdmission.Admit(store, key, null, made));
    }

    /// <summary>Replaces an object, or one of its parts, with what an edit makes of it.</summary>
    /// <param name="key">Which object.</param>
    /// <param name="subresource">status, scale or none.</param>
    /// <param name="manager">The field manager.</param>
    /// <param name="dryRun">Whether nothing is kept.</param>
    /// <param name="edit">From the object (a copy) to the wanted one.</param>
    public JsonObject Update(
        ObjectKey key, string? subresource, string manager, bool dryRun, Func<JsonObject, JsonObject> edit) => Store(key, dryRun, found =>
    {
        var before = found ?? throw ApiException.NotFound(key.Kind, key.Name);
        var wanted = edit(before.Copy());
        var version = wanted.Text("metadata", "resourceVersion");
        if (!string.IsNullOrEmpty(version) && version != before.Text("metadata", "resourceVersion"))
        {
            throw ApiException.Conflict(
                key.Kind, key.Name, "the object has been modified; please apply your changes to the latest version and try again");
        }

        var after = Keep(before, wanted, subresource);
        RefuseNewFinalizers(key, before, after);
        if (subresource is null)
        {
            ServerSideApply.NoteUpdate(before, after, manager, store.Clock);
        }

        return Finish(key, before, after);
    });

    public (JsonObject Value, bool Created) Apply(
        ObjectKey key, string? subresource, JsonObject configuration, string manager, bool force, bool dryRun)
    {
        RequireNamespace(key);
        var created = false;
        var value = Store(key, dryRun, found =>
        {
            created = found is null;
            var after = ServerSideApply.Apply(key.Kind, found, configuration, manager, force, store.Clock);
            return found is null
                ? WriteAdmission.Admit(store, key, null, NewObject.Complete(key, after, store.Clock))
                : Finish(key, found, Keep(found, after, subresource));
        });
        return (value, created);
    }

    /// <summary>Deletes an object, or marks it as terminating while something must happen first.</summary>
    /// <returns>The object as it was, or as it is while terminating.</returns>
    public JsonObject Delete(ObjectKey key, JsonObject? options)
    {
        JsonObject? last = null;
        store.Write(key, found =>
        {
            last = found ?? throw ApiException.NotFound(key.Kind, key.Name);
            RequirePreconditions(key, found, options);
            var collector = options.Text("propagationPolicy") switch
            {
                "Foreground" => GarbageFinalizers.Foreground,
                "Orphan" => GarbageFinalizers.Orphan,
                _ => null,
            };
            var waits = Finalizers(found).Count > 0 || collector is not null || key.Kind.Name == "Namespace"
                || WaitsForKubelet(key, found, options);
            if (!waits)
            {
                return null;
            }

            var terminating = found.Copy();
            terminating.Meta()["deletionTimestamp"] ??= NewObject.Timestamp(store.Clock);
            if (collector is not null && !Finalizers(found).Contains(collector))
            {
                terminating.Meta()["finalizers"] = new JsonArray(
                    [.. Finalizers(found).Append(collector).Select(finalizer => JsonValue.Create(finalizer))]);
            }

            if (key.Kind.Name == "Namespace")
            {
                terminating.Child("status")["phase"] = "Terminating";
            }

            return last = terminating;
        });
        return last!;
    }

    /// <summary>Deletes an object that may have gone meanwhile.</summary>
    public void DeleteIfThere(ObjectKey key, JsonObject? options)
    {
        if (store.Find(key) is not null)
        {
            Delete(key, options);
        }
    }

    private static bool WaitsForKubelet(ObjectKey key, JsonObject found, JsonObject? options) =>
        key.Kind.Name == "Pod" && found.Text("spec", "nodeName") is not null && options.Number("gracePeriodSeconds") != 0
        && found.Text("status", "phase") is not ("Succeeded" or "Failed");

    private static List<string> Finalizers(JsonObject o) =>
        [.. (o.At("metadata", "finalizers") as JsonArray ?? []).Select(finalizer => finalizer!.GetValue<string>())];

    private static void RefuseNewFinalizers(ObjectKey key, JsonObject before, JsonObject after)
    {
        if (before.IsTerminating() && Finalizers(after).Except(Finalizers(before)).ToList() is { Count: > 0 } added)
        {
            throw ApiException.Invalid(key.Kind, key.Name, new FieldError(
                "FieldValueForbidden", "metadata.finalizers",
                "Forbidden: no new finalizers can be added if the object is being deleted, "
                + $"found new finalizers []string{{{string.Join(", ", added.Select(finalizer => $"\"{finalizer}\""))}}}"));
        }
    }

    private static void RequirePreconditions(ObjectKey key, JsonObject found, JsonObject? options)
    {
        foreach (var (field, name, otherwise) in new[]
        {
            ("uid", "UID", "The object might have been deleted and then recreated"),
            ("resourceVersion", "ResourceVersion", "The object might have been modified"),
        })
        {
            if (options.Text("preconditions", field) is { } wanted && wanted != found.Text("metadata", field))
            {
                var recorded = found.Text("metadata", field);
                throw ApiException.Conflict(
                    key.Kind, key.Name,
                    $"the {name} in the precondition ({wanted}) does not match the {name} in record ({recorded}). {otherwise}");
            }
        }
    }

    // What a request may not change stays as it was.
    private static JsonObject Keep(JsonObject before, JsonObject wanted, string? subresource)
    {
        JsonObject after;
        if (subresource is null)
        {
            after = wanted.Copy();
            after["status"] = before["status"]?.DeepClone();
            if (after["status"] is null)
            {
                after.Remove("status");
            }
        }
        else
        {
            after = before.Copy();
            after[subresource == "status" ? "status" : "spec"] = wanted[subresource == "status" ? "status" : "spec"]?.DeepClone();
        }

        // A body may leave out what its address says.
        (after["apiVersion"], after["kind"]) = (before["apiVersion"]?.DeepClone(), before["kind"]?.DeepClone());
        string[] kept = ["uid", "creationTimestamp", "deletionTimestamp", "name", "namespace", "generation", "resourceVersion"];
        foreach (var field in kept)
        {
            after.Meta()[field] = before.At("metadata", field)?.DeepClone();
            if (after.Meta()[field] is null)
            {
                after.Meta().Remove(field);
            }
        }

        if (before.Meta()["generation"] is not null && !JsonNode.DeepEquals(before["spec"], after["spec"]))
        {
            after.Meta()["generation"] = before.Number("metadata", "generation") + 1;
        }

        return after;
    }

    private JsonObject? Finish(ObjectKey key, JsonObject before, JsonObject after)
    {
        if (after.IsTerminating() && Finalizers(after).Count == 0 && key.Kind.Name is not ("Namespace" or "Pod"))
        {
            return null;
        }

        // Times of managed fields alone are no change.
        var (a, b) = (before.Copy(), after.Copy());
        a.Meta().Remove("managedFields");
        b.Meta().Remove("managedFields");
        return JsonNode.DeepEquals(a, b) ? before : WriteAdmission.Admit(store, key, before, after);
    }

    private JsonObject Store(ObjectKey key, bool dryRun, Func<JsonObject?, JsonObject?> decide)
    {
        if (dryRun)
        {
            var found = store.Find(key);
            return decide(found) ?? found!;
        }

        return store.Write(key, decide)!;
    }

    private void RequireNamespace(ObjectKey key)
    {
        if (!key.Kind.Namespaced)
        {
            return;
        }

        var ns = new ObjectKey(store.Catalog.Core("namespaces"), "", key.Namespace);
        var found = store.Find(ns) ?? throw ApiException.NotFound(ns.Kind, ns.Name);
        if (found.IsTerminating())
        {
            var message = $"unable to create new content in namespace {key.Namespace} because it is being terminated";
            throw new ApiException(403, "Forbidden", $"{key.Kind.Resource} \"{key.Name}\" is forbidden: {message}", ApiException.Describe(
                key.Kind, key.Name, new JsonObject
                {
                    ["reason"] = "NamespaceTerminating",
                    ["message"] = $"namespace {key.Namespace} is being terminated",
                    ["field"] = "metadata.namespace",
                }));
        }
    }
}
