using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Objects;
using Google.Protobuf;

namespace Functions.SimulatedCluster.Api;

/// <summary>
/// Secrets and deletions' options in Kubernetes' protobuf form, which helm writes its releases in: "k8s\0", then runtime.Unknown {1: TypeMeta, 2: raw} around
/// core/v1 Secret {1: metadata, 2: data, 3: type, 4: stringData, 5: immutable}. Field numbers: generated.proto of k8s.io/api and apimachinery.
/// </summary>
internal static class ProtobufObjects
{
    private static ReadOnlySpan<byte> Magic => "k8s\0"u8;

    /// <exception cref="ApiException">400: not such a message; 415: of another kind.</exception>
    public static JsonObject Read(byte[] body)
    {
        var (type, raw) = Unwrap(body);
        if (type.Text("kind") != "Secret")
        {
            throw new ApiException(415, "UnsupportedMediaType", $"protobuf is not supported for {type.Text("kind")}");
        }

        var secret = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Secret" };
        ReadFields(raw.CreateCodedInput(), (field, input) => field switch
        {
            1 => Set(secret, "metadata", ReadMetadata(input)),
            2 => AddEntry(secret, "data", input, value => Convert.ToBase64String(value.Span)),
            3 => Set(secret, "type", input.ReadString()),
            4 => AddEntry(secret, "stringData", input, value => value.ToStringUtf8()),
            _ => false,
        });
        return secret;
    }

    /// <summary>A deletion's options: {1: gracePeriodSeconds, 2: preconditions {1: uid, 2: resourceVersion}, 4: propagationPolicy}.</summary>
    /// <exception cref="ApiException">400: not such a message.</exception>
    public static JsonObject ReadDeleteOptions(byte[] body)
    {
        var options = new JsonObject();
        ReadFields(Unwrap(body).Raw.CreateCodedInput(), (field, input) => field switch
        {
            1 => Set(options, "gracePeriodSeconds", (int)input.ReadInt64()),
            2 => Set(options, "preconditions", ReadMessage(input, new() { [1] = Text("uid"), [2] = Text("resourceVersion") })),
            4 => Set(options, "propagationPolicy", input.ReadString()),
            _ => false,
        });
        return options;
    }

    private static (JsonObject Type, ByteString Raw) Unwrap(byte[] body)
    {
        if (!body.AsSpan().StartsWith(Magic))
        {
            throw ApiException.BadRequest("the body is not in Kubernetes' protobuf form");
        }

        var (type, raw) = (new JsonObject(), ByteString.Empty);
        ReadFields(ByteString.CopyFrom(body, Magic.Length, body.Length - Magic.Length).CreateCodedInput(), (field, input) =>
        {
            switch (field)
            {
                case 1:
                    type = ReadMessage(input, new() { [1] = Text("apiVersion"), [2] = Text("kind") });
                    return true;
                case 2:
                    raw = input.ReadBytes();
                    return true;
                default:
                    return false;
            }
        });
        return (type, raw);
    }

    private static JsonObject ReadMetadata(CodedInputStream input)
    {
        var metadata = new JsonObject();
        ReadFields(input.ReadBytes().CreateCodedInput(), (field, fields) => field switch
        {
            1 => Set(metadata, "name", fields.ReadString()),
            2 => Set(metadata, "generateName", fields.ReadString()),
            3 => Set(metadata, "namespace", fields.ReadString()),
            5 => Set(metadata, "uid", fields.ReadString()),
            6 => Set(metadata, "resourceVersion", fields.ReadString()),
            11 => AddEntry(metadata, "labels", fields, value => value.ToStringUtf8()),
            12 => AddEntry(metadata, "annotations", fields, value => value.ToStringUtf8()),
            _ => false,
        });
        foreach (var empty in metadata.Where(field => field.Value is JsonValue value && value.TryGetValue<string>(out var text) && text.Length == 0).Select(field => field.Key).ToList())
        {
            metadata.Remove(empty);
        }

        return metadata;
    }

    private static Action<JsonObject, CodedInputStream> Text(string name) => (target, input) => target[name] = input.ReadString();

    private static JsonObject ReadMessage(CodedInputStream input, Dictionary<int, Action<JsonObject, CodedInputStream>> readers)
    {
        var message = new JsonObject();
        ReadFields(input.ReadBytes().CreateCodedInput(), (field, fields) =>
        {
            if (!readers.TryGetValue(field, out var reader))
            {
                return false;
            }

            reader(message, fields);
            return true;
        });
        return message;
    }

    private static bool Set(JsonObject target, string name, JsonNode value)
    {
        target[name] = value;
        return true;
    }

    private static bool AddEntry(JsonObject target, string name, CodedInputStream input, Func<ByteString, string> read)
    {
        var (key, value) = ("", ByteString.Empty);
        ReadFields(input.ReadBytes().CreateCodedInput(), (field, entry) =>
        {
            switch (field)
            {
                case 1:
                    key = entry.ReadString();
                    return true;
                case 2:
                    value = entry.ReadBytes();
                    return true;
                default:
                    return false;
            }
        });
        target.Child(name)[key] = read(value);
        return true;
    }

    private static void ReadFields(CodedInputStream input, Func<int, CodedInputStream, bool> read)
    {
        try
        {
            for (uint tag; (tag = input.ReadTag()) != 0;)
            {
                if (!read(WireFormat.GetTagFieldNumber(tag), input))
                {
                    input.SkipLastField();
                }
            }
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw ApiException.BadRequest($"the body is not in Kubernetes' protobuf form: {exception.Message}");
        }
    }
}
