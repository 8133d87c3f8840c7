using System.Text.Json.Nodes;

namespace Functions.SimulatedCluster.Objects;

/// <summary>Server-side apply: who set which field is kept in metadata.managedFields.</summary>
internal static class ServerSideApply
{
    /// <summary>The object after a manager has applied a configuration.</summary>
    /// <param name="kind">The object's kind.</param>
    /// <param name="live">The object; null when there is none.</param>
    /// <param name="configuration">Every field that the manager wants to own.</param>
    /// <param name="manager">The field manager.</param>
    /// <param name="force">Whether it takes over fields that another manager set to something else.</param>
    /// <param name="clock">Tells when.</param>
    /// <exception cref="ApiException">409: another manager set a field to something else.</exception>
    public static JsonObject Apply(Kind kind, JsonObject? live, JsonObject configuration, string manager, bool force, TimeProvider clock)
    {
        var wanted = FieldSet.Of(configuration);
        if (live is null)
        {
            var made = configuration.Copy();
            Own(made, manager, "Apply", wanted, clock);
            return made;
        }

        RefuseConflicts(kind, live, configuration, wanted, manager, force);
        var merged = Patches.StrategicMerge(live, WithoutIdentity(configuration));
        Patches.Order(merged, configuration);
        if (Entry(live, manager, "Apply")?["fieldsV1"] is JsonObject before)
        {
            FieldSet.Walk(before, null, null, (path, _, _) =>
            {
                // An item of a keyed list that nobody applies any more goes whole, with what the server added to it.
                var given = Enumerable.Range(1, path.Count).Select(length => path.Take(length).ToList())
                    .FirstOrDefault(part => (part.Count == path.Count || FieldSet.IsItem(part)) && !FieldSet.Contains(wanted, part)
                        && !OthersOwn(live, part, manager));
                if (given is not null)
                {
                    FieldSet.RemoveValue(merged, given);
                }
            });
        }

        // Atomic lists and values become exactly what was applied, even where a merge would have kept something.
        Own(merged, manager, "Apply", wanted, clock);
        return merged;
    }

    /// <summary>Notes that a manager changed fields otherwise than by applying; modifies the object.</summary>
    public static void NoteUpdate(JsonObject? before, JsonObject after, string manager, TimeProvider clock)
    {
        var changed = before is null ? FieldSet.Of(after) : FieldSet.Changed(before, after);
        changed.Remove("f:status");
        if (changed.Count == 0)
        {
            return;
        }

        var owned = Entry(after, manager, "Update")?["fieldsV1"]?.DeepClone() as JsonObject ?? [];
        FieldSet.Walk(changed, null, null, (path, _, _) => FieldSet.Add(owned, path));
        TakeOver(after, changed, manager, "Update");
        Own(after, manager, "Update", owned, clock);
    }

    private static void RefuseConflicts(Kind kind, JsonObject live, JsonObject configuration, JsonObject wanted, string manager, bool force)
    {
        var conflicts = new List<(IReadOnlyList<string> Path, string Manager)>();
        FieldSet.Walk(wanted, live, configuration, (path, was, now) =>
        {
            // An empty map sets no field of its own.
            if (was is not null && now is not JsonObject { Count: 0 } && !JsonNode.DeepEquals(was, now))
            {
                conflicts.AddRange(
                    OtherEntries(live, manager).Where(entry => FieldSet.Contains((JsonObject)entry["fieldsV1"]!, path))
                        .Select(entry => (path, entry.Text("manager")!)));
            }
        });
        if (conflicts.Count > 0 && !force)
        {
            var causes = conflicts.Select(conflict => new JsonObject
            {
                ["reason"] = "FieldManagerConflict",
                ["message"] = $"conflict with \"{conflict.Manager}\"",
                ["field"] = FieldSet.Describe(conflict.Path),
            }).ToArray();
            throw new ApiException(
                409, "Conflict",
                $"Apply failed with {causes.Length} conflict{(causes.Length == 1 ? "" : "s")}: "
                + $"conflict with \"{conflicts[0].Manager}\": {FieldSet.Describe(conflicts[0].Path)}",
                ApiException.Describe(kind, live.Name(), causes));
        }

        foreach (var (path, _) in conflicts)
        {
            var lost = new JsonObject();
            FieldSet.Add(lost, path);
            TakeOver(live, lost, manager, "Apply");
        }
    }

    private static JsonObject WithoutIdentity(JsonObject configuration)
    {
        var copy = configuration.Copy();
        foreach (var field in new[] { "creationTimestamp", "managedFields", "resourceVersion", "uid" })
        {
            copy.Meta().Remove(field);
        }

        return copy;
    }

    private static bool OthersOwn(JsonObject live, IReadOnlyList<string> path, string manager) =>
        OtherEntries(live, manager).Any(entry => FieldSet.Contains((JsonObject)entry["fieldsV1"]!, path));

    private static IEnumerable<JsonObject> OtherEntries(JsonObject live, string manager) =>
        live.Items("metadata", "managedFields").Where(entry => entry.Text("manager") != manager && entry["fieldsV1"] is JsonObject);

    private static JsonObject? Entry(JsonObject o, string manager, string operation) =>
        o.Items("metadata", "managedFields")
            .FirstOrDefault(entry => entry.Text("manager") == manager && entry.Text("operation") == operation);

    private static void TakeOver(JsonObject o, JsonObject fields, string manager, string operation)
    {
        foreach (var entry in o.Items("metadata", "managedFields")
            .Where(entry => entry.Text("manager") != manager || entry.Text("operation") != operation))
        {
            FieldSet.Walk(fields, null, null, (path, _, _) => FieldSet.Remove((JsonObject)entry["fieldsV1"]!, path));
        }
    }

    private static void Own(JsonObject o, string manager, string operation, JsonObject fields, TimeProvider clock)
    {
        var others = o.Items("metadata", "managedFields")
            .Where(entry => entry.Text("manager") != manager || entry.Text("operation") != operation).Select(entry => entry.DeepClone());
        o.Meta()["managedFields"] = new JsonArray([
            .. others,
            new JsonObject
            {
                ["manager"] = manager,
                ["operation"] = operation,
                ["apiVersion"] = o.Text("apiVersion"),
                ["time"] = NewObject.Timestamp(clock),
                ["fieldsType"] = "FieldsV1",
                ["fieldsV1"] = fields.DeepClone(),
            },
        ]);
    }
}
