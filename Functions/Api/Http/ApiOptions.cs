using Stores.Core;

namespace Functions.Api.Http;

/// <summary>Section <c>Api</c> of the configuration.</summary>
public sealed class ApiOptions : ISettings
{
    /// <summary>
    /// Names and addresses, without scheme and port, that callers know the app by besides localhost: where the host asks for no key,
    /// requests for others are refused; and pages that they serve at their scheme's own port may call it.
    /// </summary>
    public IList<string> Hosts { get; } = [];

    /// <inheritdoc/>
    public IEnumerable<string> FindErrors() => Hosts
        .Where(host => Uri.CheckHostName(host) == UriHostNameType.Unknown)
        .Select(host => $"{nameof(Hosts)}: '{host}' is neither a host name nor an address; write it without scheme and port.");
}
