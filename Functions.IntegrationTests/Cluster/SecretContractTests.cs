using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Google.Protobuf;
using k8s;
using k8s.Models;

namespace Functions.IntegrationTests.Cluster;

/// <summary>Secrets in protobuf, as helm writes its releases.</summary>
public sealed class SecretContractTests(TestCluster cluster) : ClusterContractTest(cluster, "protobuf")
{
    [Fact]
    public async Task A_secret_in_protobuf_is_kept_like_one_in_json()
    {
        using var response = await PostAsync(Secret("release", "helm.sh/release.v1", "contents"));
        Assert.True(response.StatusCode == HttpStatusCode.Created, await response.Content.ReadAsStringAsync());

        var secret = await Client.CoreV1.ReadNamespacedSecretAsync("release", Namespace);

        Assert.Equal("helm.sh/release.v1", secret.Type);
        Assert.Equal("contents", Encoding.UTF8.GetString(secret.Data["release"]));
        Assert.Equal("helm", secret.Metadata.Labels["owner"]);
        Assert.Equal(
            "release",
            Assert.Single(
                (await Client.CoreV1.ListNamespacedSecretAsync(
                    Namespace, labelSelector: "owner=helm", fieldSelector: "type=helm.sh/release.v1")).Items).Name());
    }

    [Fact]
    public async Task Bytes_that_are_no_protobuf_are_refused()
    {
        using var response = await PostAsync([.. "k8s\0"u8, 0xFF, 0xFF, 0xFF]);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("BadRequest", KubernetesJson.Deserialize<V1Status>(await response.Content.ReadAsStringAsync()).Reason);
    }

    private async Task<HttpResponseMessage> PostAsync(byte[] body)
    {
        var client = (k8s.Kubernetes)Admin;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(client.BaseUri, $"/api/v1/namespaces/{Namespace}/secrets"))
        {
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/vnd.kubernetes.protobuf");
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        if (client.Credentials is { } credentials)
        {
            await credentials.ProcessHttpRequestAsync(request, CancellationToken.None);
        }

        return await client.HttpClient.SendAsync(request);
    }

    // runtime.Unknown {1: TypeMeta {1: apiVersion, 2: kind}, 2: raw} around Secret {1: ObjectMeta {1: name, 11: labels}, 2: data, 3: type}.
    private static byte[] Secret(string name, string type, string contents)
    {
        var metadata = Message((1, Text(name)), (11, Message((1, Text("owner")), (2, Text("helm")))));
        var secret = Message((1, metadata), (2, Message((1, Text("release")), (2, Text(contents)))), (3, Text(type)));
        return [.. "k8s\0"u8, .. Message((1, Message((1, Text("v1")), (2, Text("Secret")))), (2, secret))];
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
