using System.Text;
using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Api;
using Functions.SimulatedCluster.Objects;
using Google.Protobuf;
using k8s.Models;

namespace Functions.IntegrationTests.SimulatedCluster;

/// <summary>Objects in Kubernetes' protobuf form.</summary>
public sealed class ProtobufTests
{
    private static readonly KindCatalog s_kinds = new();

    [Theory]
    [InlineData(typeof(V1ConfigMap))]
    [InlineData(typeof(V1Namespace))]
    [InlineData(typeof(V1Pod))]
    [InlineData(typeof(V1ResourceQuota))]
    [InlineData(typeof(V1Secret))]
    [InlineData(typeof(V1Service))]
    [InlineData(typeof(V1ServiceAccount))]
    [InlineData(typeof(V1Deployment))]
    [InlineData(typeof(V1CronJob))]
    [InlineData(typeof(V1Job))]
    [InlineData(typeof(V1Ingress))]
    [InlineData(typeof(V1PodDisruptionBudget))]
    [InlineData(typeof(V1PriorityClass))]
    [InlineData(typeof(V1ClusterRole))]
    [InlineData(typeof(V1ClusterRoleBinding))]
    [InlineData(typeof(V1Role))]
    [InlineData(typeof(V1RoleBinding))]
    [InlineData(typeof(V1DeleteOptions))]
    [InlineData(typeof(V1SelfSubjectAccessReview))]
    [InlineData(typeof(V1SelfSubjectRulesReview))]
    [InlineData(typeof(V1Scale))]
    public void Every_field_of_a_kind_has_a_number(Type root)
    {
        var seen = new HashSet<Type>();
        var missing = new List<string>();
        Visit(root);
        Assert.Empty(missing);

        void Visit(Type type)
        {
            var model = ModelFields.ElementOf(type, typeof(IList<>)) ?? ModelFields.ElementOf(type, typeof(IDictionary<,>)) ?? type;
            // Who owns which field is the server's to say; nobody creates an object with it.
            if (!ModelFields.IsModel(model) || model == typeof(V1ManagedFieldsEntry) || !seen.Add(model))
            {
                return;
            }

            // What an object is, and of which version, is said around its message.
            var numbered = NamesOf(model.Name).Concat(["apiVersion", "kind"]).ToHashSet();
            missing.AddRange(ModelFields.Of(model).Keys.Where(name => !numbered.Contains(name)).Select(name => $"{model.Name}.{name}"));
            foreach (var field in ModelFields.Of(model).Values)
            {
                Visit(field);
            }
        }
    }

    [Fact]
    public void What_is_not_set_is_left_out_and_a_zero_that_was_set_is_kept()
    {
        // Go writes the former too: an empty name and minReadySeconds 0; replicas 0 was meant.
        var metadata = Message((1, Text("web")), (2, Text("")), (8, Text("")));
        var deployment = Read("deployments", Message((1, metadata), (2, [1 << 3, 0, 5 << 3, 0])));

        Assert.Equal("""{"name":"web"}""", deployment["metadata"]!.ToJsonString());
        Assert.Equal("""{"replicas":0}""", deployment["spec"]!.ToJsonString());
    }

    [Fact]
    public void Fields_in_line_are_the_surrounding_objects()
    {
        // Volume {1: name, 2: VolumeSource {19: ConfigMapVolumeSource {1: LocalObjectReference {1: name}, 3: defaultMode}}}
        var source = Message((19, [.. Message((1, Message((1, Text("settings"))))), 3 << 3, 8]));
        var volume = Message((1, Text("v")), (2, source));

        var spec = Read("deployments", Message((2, Message((3, Message((2, Message((1, volume)))))))))["spec"]!["template"]!["spec"]!;

        Assert.Equal("""{"volumes":[{"name":"v","configMap":{"name":"settings","defaultMode":8}}]}""", spec.ToJsonString());
    }

    [Fact]
    public void Times_quantities_and_ports_are_written_as_in_json()
    {
        var container = Message(
            // requests {memory: 1Gi}
            (8, Message((2, Message((1, Text("memory")), (2, Message((1, Text("1Gi")))))))),
            // readinessProbe {handler {httpGet {port: "http"}}}
            (11, Message((1, Message((2, Message((2, [1 << 3, 1, .. Message((3, Text("http")))]))))))),
            // livenessProbe {handler {tcpSocket {port: 80}}}
            (10, Message((1, Message((3, Message((1, [1 << 3, 0, 2 << 3, 80]))))))));
        var pod = Message((1, Message((9, [1 << 3, 60]))), (2, Message((2, container))));

        var read = Read("pods", pod);

        Assert.Equal("1970-01-01T00:01:00Z", (string?)read["metadata"]!["deletionTimestamp"]);
        var kept = read["spec"]!["containers"]![0]!;
        Assert.Equal("""{"requests":{"memory":"1Gi"}}""", kept["resources"]!.ToJsonString());
        Assert.Equal("""{"httpGet":{"port":"http"}}""", kept["readinessProbe"]!.ToJsonString());
        Assert.Equal("""{"tcpSocket":{"port":80}}""", kept["livenessProbe"]!.ToJsonString());
    }

    private static IEnumerable<string> NamesOf(string message) =>
        (ProtobufFields.Of(message)?.Values ?? []).SelectMany(field => field.IsInline ? NamesOf(field.Name) : [field.Name]);

    private static JsonObject Read(string plural, byte[] message)
    {
        var kind = s_kinds.Find("", "v1", plural) ?? s_kinds.Find("apps", "v1", plural)!;
        var type = Message((1, Text(kind.ApiVersion)), (2, Text(kind.Name)));
        return ProtobufObjects.Read([.. "k8s\0"u8, .. Message((1, type), (2, message))], kind);
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Message(params (int Field, byte[] Value)[] fields)
    {
        using var buffer = new MemoryStream();
        using (var output = new CodedOutputStream(buffer, leaveOpen: true))
        {
            foreach (var (field, value) in fields)
            {
                output.WriteTag(field, WireFormat.WireType.LengthDelimited);
                output.WriteBytes(ByteString.CopyFrom(value));
            }
        }

        return buffer.ToArray();
    }
}
