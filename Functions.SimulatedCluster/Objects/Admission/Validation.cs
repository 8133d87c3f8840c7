using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Functions.SimulatedCluster.Objects.Admission;

/// <summary>Names, labels and selectors that the API server refuses.</summary>
internal static partial class Validation
{
    private const int LongestName = 253;
    private const int LongestLabel = 63;

    /// <exception cref="ApiException">422, with each field and its rule as a cause.</exception>
    public static void RefuseInvalid(ObjectKey key, JsonObject value)
    {
        var causes = Names(key, value).Concat(Labels(value.At("metadata", "labels"), "metadata.labels")).Concat(Selectors(key, value))
            .Concat(DataKeys(key, value)).ToArray();
        if (causes.Length > 0)
        {
            throw ApiException.Invalid(key.Kind, key.Name, causes);
        }
    }

    private static IEnumerable<FieldError> Names(ObjectKey key, JsonObject value)
    {
        // Those that become DNS labels; the names of RBAC's kinds may be anything that a path can hold.
        if (key.Kind.Name is "Namespace" or "Service"
            ? !DnsLabel().IsMatch(key.Name) || key.Name.Length > LongestLabel
            : key.Kind.Group != "rbac.authorization.k8s.io" && (!DnsSubdomain().IsMatch(key.Name) || key.Name.Length > LongestName))
        {
            var (what, form) = key.Kind.Name switch
            {
                "Namespace" => (
                    "a lowercase RFC 1123 label",
                    "lower case alphanumeric characters or '-', and must start and end with an alphanumeric character"),
                "Service" => (
                    "a DNS-1035 label",
                    "lower case alphanumeric characters or '-', start with an alphabetic character, "
                    + "and end with an alphanumeric character"),
                _ => (
                    "a lowercase RFC 1123 subdomain",
                    "lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character"),
            };
            yield return new FieldError(
                "FieldValueInvalid", "metadata.name", $"Invalid value: \"{key.Name}\": {what} must consist of {form}");
        }
        else if (key.Kind.Name == "Service" && char.IsDigit(key.Name[0]))
        {
            yield return new FieldError(
                "FieldValueInvalid",
                "metadata.name",
                $"Invalid value: \"{key.Name}\": a DNS-1035 label must start with an alphabetic character");
        }

        foreach (var (name, content) in value.At("metadata", "annotations") as JsonObject ?? [])
        {
            if (!QualifiedName().IsMatch(name) || content is not JsonValue)
            {
                yield return new FieldError(
                    "FieldValueInvalid",
                    "metadata.annotations",
                    $"Invalid value: \"{name}\": name part must consist of alphanumeric characters, '-', '_' or '.'");
            }
        }
    }

    private static IEnumerable<FieldError> Labels(JsonNode? labels, string field)
    {
        foreach (var (name, value) in labels as JsonObject ?? [])
        {
            if (!QualifiedName().IsMatch(name))
            {
                yield return new FieldError(
                    "FieldValueInvalid",
                    field,
                    $"Invalid value: \"{name}\": name part must consist of alphanumeric characters, '-', '_' or '.'");
            }

            var text = value?.ToString() ?? "";
            if (text.Length > LongestLabel)
            {
                yield return new FieldError(
                    "FieldValueInvalid", field, $"Invalid value: \"{text}\": must be no more than {LongestLabel} characters");
            }
            else if (!LabelValue().IsMatch(text))
            {
                yield return new FieldError(
                    "FieldValueInvalid", field,
                    $"Invalid value: \"{text}\": a valid label must be an empty string or consist of alphanumeric characters, '-', "
                    + "'_' or '.', and must start and end with an alphanumeric character");
            }
        }
    }

    private static IEnumerable<FieldError> Selectors(ObjectKey key, JsonObject value)
    {
        if (key.Kind.Name is not ("Deployment" or "StatefulSet" or "ReplicaSet" or "DaemonSet"))
        {
            yield break;
        }

        if (value.At("spec", "selector", "matchLabels") is not JsonObject { Count: > 0 } selector)
        {
            yield return new FieldError("FieldValueRequired", "spec.selector", "Required value");
        }
        else if (value.At("spec", "template") is not JsonObject template || !template.HasLabels(selector))
        {
            yield return new FieldError(
                "FieldValueInvalid", "spec.template.metadata.labels",
                $"Invalid value: {value.At("spec", "template", "metadata", "labels")?.ToJsonString() ?? "null"}: "
                + "`selector` does not match template `labels`");
        }

        foreach (var error in Labels(value.At("spec", "template", "metadata", "labels"), "spec.template.labels"))
        {
            yield return error;
        }
    }

    private static IEnumerable<FieldError> DataKeys(ObjectKey key, JsonObject value) => key.Kind.Name is not ("ConfigMap" or "Secret")
        ? []
        : (value["data"] as JsonObject ?? []).Where(entry => !DataKey().IsMatch(entry.Key)).Select(entry => new FieldError(
            "FieldValueInvalid", $"data[{entry.Key}]",
            $"Invalid value: \"{entry.Key}\": a valid config key must consist of alphanumeric characters, '-', '_' or '.'"));

    [GeneratedRegex(@"\A[-._a-zA-Z0-9]{1,253}\z")]
    private static partial Regex DataKey();

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex DnsLabel();

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z")]
    private static partial Regex DnsSubdomain();

    [GeneratedRegex(
        @"\A([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?\z")]
    private static partial Regex QualifiedName();

    [GeneratedRegex(@"\A([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?\z")]
    private static partial Regex LabelValue();
}
