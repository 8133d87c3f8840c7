using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Objects;
using Google.Protobuf;
using k8s.Models;

namespace Functions.SimulatedCluster.Api;

/// <summary>
/// Objects in Kubernetes' protobuf form, in which helm writes its releases and kubectl creates what it knows: "k8s\0", then runtime.Unknown
/// {1: TypeMeta {1: apiVersion, 2: kind}, 2: raw} around the object's own message. A field's type is that of KubernetesClient's model.
/// </summary>
internal static class ProtobufObjects
{
    private static ReadOnlySpan<byte> Magic => "k8s\0"u8;

    /// <summary>Reads an object as the kind that a request is for; of another one no more than what it says it is.</summary>
    /// <exception cref="ApiException">400: not such a message; 415: the kind's messages are not known.</exception>
    public static JsonObject Read(byte[] body, Kind kind)
    {
        var (sent, raw) = Unwrap(body);
        if (sent.Text("kind") != kind.Name)
        {
            return sent;
        }

        if (ProtobufFields.Of(kind.Model.Name) is null)
        {
            throw new ApiException(415, "UnsupportedMediaType", $"protobuf is not supported for {kind.Name}");
        }

        ReadMessage(sent, raw.CreateCodedInput(), kind.Model, kind.Model.Name);
        return sent;
    }

    /// <summary>A deletion's options.</summary>
    /// <exception cref="ApiException">400: not such a message.</exception>
    public static JsonObject ReadDeleteOptions(byte[] body)
    {
        var options = new JsonObject();
        ReadMessage(options, Unwrap(body).Raw.CreateCodedInput(), typeof(V1DeleteOptions), nameof(V1DeleteOptions));
        return options;
    }

    private static (JsonObject Sent, ByteString Raw) Unwrap(byte[] body)
    {
        if (!body.AsSpan().StartsWith(Magic))
        {
            throw ApiException.BadRequest("the body is not in Kubernetes' protobuf form");
        }

        var (sent, raw) = (new JsonObject(), ByteString.Empty);
        ReadFields(ByteString.CopyFrom(body, Magic.Length, body.Length - Magic.Length).CreateCodedInput(), (number, input) =>
        {
            switch (number)
            {
                case 1:
                    ReadFields(Nested(input), (part, type) => part switch
                    {
                        1 => Set(sent, "apiVersion", type.ReadString()),
                        2 => Set(sent, "kind", type.ReadString()),
                        _ => false,
                    });
                    return true;
                case 2:
                    raw = input.ReadBytes();
                    return true;
                default:
                    return false;
            }
        });
        return (sent, raw);
    }

    private static void ReadMessage(JsonObject target, CodedInputStream source, Type model, string message)
    {
        var fields = ProtobufFields.Of(message)!;
        var types = ModelFields.Of(model);
        ReadFields(source, (number, input) =>
        {
            if (!fields.TryGetValue(number, out var field))
            {
                return false;
            }

            if (field.IsInline)
            {
                ReadMessage(target, Nested(input), model, field.Name);
                return true;
            }

            if (!types.TryGetValue(field.Name, out var type))
            {
                return false;
            }

            ReadField(target, field, type, input);
            return true;
        });
    }

    private static void ReadField(JsonObject target, ProtobufField field, Type type, CodedInputStream input)
    {
        if (ModelFields.ElementOf(type, typeof(IList<>)) is { } item)
        {
            if (target[field.Name] is not JsonArray list)
            {
                target[field.Name] = list = [];
            }

            list.Add(ReadValue(item, input));
        }
        else if (ModelFields.ElementOf(type, typeof(IDictionary<,>)) is { } value)
        {
            ReadEntry(target.Child(field.Name), value, Nested(input));
        }
        else if (ReadValue(type, input) is { } read && (field.KeepsZero || !IsZero(read)))
        {
            target[field.Name] = read;
        }
    }

    private static void ReadEntry(JsonObject map, Type type, CodedInputStream source)
    {
        var (key, value) = ("", (JsonNode?)"");
        ReadFields(source, (number, input) =>
        {
            switch (number)
            {
                case 1:
                    key = input.ReadString();
                    return true;
                case 2:
                    value = ReadValue(type, input);
                    return true;
                default:
                    return false;
            }
        });
        map[key] = value;
    }

    private static JsonNode? ReadValue(Type type, CodedInputStream input)
    {
        var model = Nullable.GetUnderlyingType(type) ?? type;
        return Type.GetTypeCode(model) switch
        {
            TypeCode.String => input.ReadString(),
            TypeCode.Boolean => input.ReadBool(),
            TypeCode.Int32 or TypeCode.Int64 => Number(input.ReadInt64()),
            TypeCode.DateTime => ReadTime(Nested(input)),
            _ when model == typeof(byte[]) => Convert.ToBase64String(input.ReadBytes().Span),
            _ when model == typeof(ResourceQuantity) => ReadQuantity(Nested(input)),
            _ when model == typeof(IntOrString) => ReadIntOrString(Nested(input)),
            _ when model == typeof(object) => ReadJson(Nested(input)),
            _ => ReadModel(model, Nested(input)),
        };
    }

    private static JsonObject ReadModel(Type model, CodedInputStream input)
    {
        var value = new JsonObject();
        ReadMessage(value, input, model, model.Name);
        return value;
    }

    // {1: seconds, 2: nanos}; a time that is not set is an empty message.
    private static JsonNode? ReadTime(CodedInputStream source)
    {
        JsonNode? time = null;
        ReadFields(source, (number, input) =>
        {
            time = number == 1 ? NewObject.Timestamp(DateTimeOffset.FromUnixTimeSeconds(input.ReadInt64())) : time;
            return number == 1;
        });
        return time;
    }

    // {1: which of the two, 2: number, 3: text}.
    private static JsonNode ReadIntOrString(CodedInputStream source)
    {
        var (which, number, text) = (0L, 0L, "");
        ReadFields(source, (part, input) =>
        {
            switch (part)
            {
                case 1:
                    which = input.ReadInt64();
                    return true;
                case 2:
                    number = input.ReadInt64();
                    return true;
                case 3:
                    text = input.ReadString();
                    return true;
                default:
                    return false;
            }
        });
        return which == 0 ? Number(number) : text;
    }

    // {1: text}.
    private static JsonNode ReadQuantity(CodedInputStream source)
    {
        var text = "0";
        ReadFields(source, (number, input) =>
        {
            text = number == 1 ? input.ReadString() : text;
            return number == 1;
        });
        return text;
    }

    // {1: JSON}: what has no message of its own.
    private static JsonNode? ReadJson(CodedInputStream input)
    {
        JsonNode? json = null;
        ReadFields(input, (number, part) =>
        {
            json = number == 1 ? RequestBody.ParseJson(part.ReadBytes().ToByteArray()) : json;
            return number == 1;
        });
        return json;
    }

    // As a parser of JSON would give it to whoever asks for an int.
    private static JsonValue Number(long number) =>
        number is >= int.MinValue and <= int.MaxValue ? JsonValue.Create((int)number) : JsonValue.Create(number);

    private static bool IsZero(JsonNode value) => value is JsonValue && value.ToJsonString() is "\"\"" or "0" or "false";

    private static bool Set(JsonObject target, string name, string value)
    {
        target[name] = value;
        return true;
    }

    private static CodedInputStream Nested(CodedInputStream input) => input.ReadBytes().CreateCodedInput();

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
