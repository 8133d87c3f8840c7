using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Functions.Api.Http;

/// <summary>The header by which a request that is sent again is known for the same one; a store remembers its latest twenty keys.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    public const string Rule = "must be one value of 1 to 255 printable ASCII characters";

    private const int Longest = 255;

    /// <summary>Reads the key, hashed so that its length is known; null where there is none.</summary>
    /// <returns>Whether the header is absent or follows the rule.</returns>
    public static bool TryRead(HttpRequest request, out string? key)
    {
        key = null;
        if (!request.Headers.TryGetValue(Header, out var values))
        {
            return true;
        }

        if (values is not [{ Length: > 0 and <= Longest } value] || !value.All(character => character is > ' ' and <= '~'))
        {
            return false;
        }

        key = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(value)));
        return true;
    }
}
