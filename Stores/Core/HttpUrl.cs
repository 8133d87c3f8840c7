namespace Stores.Core;

/// <summary>Puts URLs together: an IPv6 address needs brackets, and a scheme's own port is left out.</summary>
public static class HttpUrl
{
    /// <summary>The URL of a server's root, without a slash at its end.</summary>
    /// <param name="scheme">http or https.</param>
    /// <param name="host">A DNS name or an IP address; an IPv6 address with brackets or without.</param>
    /// <param name="port">1 to 65535; null for the scheme's own.</param>
    /// <exception cref="UriFormatException">The host is none.</exception>
    public static string Of(string scheme, string host, int? port = null) =>
        new UriBuilder(scheme, host, port ?? -1).Uri.GetLeftPart(UriPartial.Authority);
}
