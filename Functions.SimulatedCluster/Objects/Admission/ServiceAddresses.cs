using System.Text.Json.Nodes;

namespace Functions.SimulatedCluster.Objects.Admission;

/// <summary>Cluster IPs and node ports, which the API server gives to Services.</summary>
internal static class ServiceAddresses
{
    private const int FirstNodePort = 30000;
    private const int LastNodePort = 32767;

    /// <summary>Gives a Service what it lacks; modifies it.</summary>
    /// <exception cref="ApiException">422: a node port is out of range, taken, or none is left.</exception>
    public static void Assign(ObjectStore store, ObjectKey key, JsonObject service)
    {
        var others = store.List(key.Kind, null).Items
            .Where(other => other.Namespace() != key.Namespace || other.Name() != key.Name).ToList();
        var spec = service.Child("spec");
        var type = spec.Text("type") ?? "ClusterIP";
        spec["type"] = type;
        if (spec.Text("clusterIP") is null && type != "ExternalName")
        {
            var taken = others.Select(other => other.Text("spec", "clusterIP")).ToHashSet();
            spec["clusterIP"] = Enumerable.Range(1, 65_000).Select(number => $"10.96.{number / 256}.{number % 256}")
                .First(address => !taken.Contains(address));
            spec["clusterIPs"] = new JsonArray(spec.Text("clusterIP"));
        }

        var used = others.SelectMany(other => other.Items("spec", "ports")).Select(port => port.Number("nodePort"))
            .OfType<int>().ToHashSet();
        foreach (var port in spec.Items("ports"))
        {
            port["protocol"] ??= "TCP";
            port["targetPort"] ??= port["port"]?.DeepClone();
            if (type is not ("NodePort" or "LoadBalancer"))
            {
                port.Remove("nodePort");
                continue;
            }

            var asked = port.Number("nodePort");
            if (asked is < FirstNodePort or > LastNodePort)
            {
                throw ApiException.Invalid(key.Kind, key.Name, new FieldError(
                    "FieldValueInvalid",
                    "spec.ports[0].nodePort",
                    $"Invalid value: {asked}: provided port is not in the valid range. "
                    + $"The range of valid ports is {FirstNodePort}-{LastNodePort}"));
            }

            if (asked is { } given && used.Contains(given))
            {
                throw ApiException.Invalid(key.Kind, key.Name, new FieldError(
                    "FieldValueInvalid", "spec.ports[0].nodePort", $"Invalid value: {asked}: provided port is already allocated"));
            }

            var assigned = asked
                ?? Enumerable.Range(FirstNodePort, LastNodePort - FirstNodePort + 1).First(candidate => !used.Contains(candidate));
            port["nodePort"] = assigned;
            used.Add(assigned);
        }
    }
}
