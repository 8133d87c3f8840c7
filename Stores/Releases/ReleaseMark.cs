using System.Security.Cryptography;
using System.Text;

namespace Stores.Releases;

/// <summary>What helm is told to write on a release's record, so that it can be known later what was installed, and by whom.</summary>
/// <param name="Content">Fingerprint of the chart and all values; a label value.</param>
/// <param name="Operation">Fingerprint of the operation's instance id; a label value.</param>
public sealed record ReleaseMark(string Content, string Operation)
{
    /// <summary>Label of a release's record: see <see cref="Content"/>.</summary>
    public const string ContentLabel = "serverless-stores/content";

    /// <summary>Label of a release's record: see <see cref="Operation"/>.</summary>
    public const string OperationLabel = "serverless-stores/operation";

    // A label value may have 63 characters; 160 bits do not meet by chance.
    private const int Length = 40;

    /// <summary>The mark of an operation that installs some content.</summary>
    /// <param name="content">SHA-256 of the content, at least 20 bytes.</param>
    /// <param name="operation">The operation's instance id, of any length.</param>
    public static ReleaseMark Of(ReadOnlySpan<byte> content, string operation) =>
        new(Convert.ToHexStringLower(content)[..Length], OfOperation(operation));

    /// <summary>An instance id as a label value.</summary>
    public static string OfOperation(string operation) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(operation)))[..Length];
}
