using System.Net;
using Microsoft.AspNetCore.Http;

namespace Functions.Api.Http;

/// <summary>Where callers reach the app, and whom it lets in there: told by the host in front of it, never by a request.</summary>
/// <param name="TrustsByPlace">Whether whoever reaches the app may do everything, since the host asks for no key.</param>
/// <param name="Hosts">The names and addresses, without ports, that the app is known by besides those of loopback.</param>
/// <param name="Sites">Those of them that were set: their pages may call it by another name, as by a proxy that changes the Host.</param>
internal sealed record Front(bool TrustsByPlace, IReadOnlySet<string> Hosts, IReadOnlySet<string> Sites)
{
    /// <summary>The addresses that the local host listens on, separated by semicolons; it asks for no key.</summary>
    public const string LocalHostUrls = "FUNCTIONS_LOCALHOST_URLS";

    /// <summary>Set by Azure Functions Core Tools, which ask for no key either.</summary>
    public const string CoreTools = "FUNCTIONS_CORETOOLS_ENVIRONMENT";

    /// <summary>The front of a process.</summary>
    /// <param name="options">Section <c>Api</c>.</param>
    /// <param name="urls">The value of <see cref="LocalHostUrls"/>; null on another host.</param>
    /// <param name="coreTools">The value of <see cref="CoreTools"/>; null on another host.</param>
    public static Front Of(ApiOptions options, string? urls, string? coreTools)
    {
        // Whoever listens on a name or an address of his own has named it.
        var listening = (urls ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries).Select(url => BindingAddress.Parse(url).Host);
        var trustsByPlace = !string.IsNullOrEmpty(urls) || !string.IsNullOrEmpty(coreTools);
        return new(trustsByPlace, Set(options.Hosts.Concat(listening)), Set(options.Hosts));

        static HashSet<string> Set(IEnumerable<string> hosts) => hosts.Select(Bare)
            .Where(host => Uri.CheckHostName(host) != UriHostNameType.Unknown && !IsLoopback(host) && !IsWildcard(host))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>One line for the log.</summary>
    public string Describe()
    {
        var names = string.Join(", ", Hosts.Order(StringComparer.Ordinal).Prepend("localhost"));
        return TrustsByPlace
            ? $"HTTP: whoever reaches this address may do everything, without a key; it answers to {names} (Api:Hosts names more)"
            : "HTTP: whoever has a function key may do everything";
    }

    /// <summary>
    /// 421 where only the place is trusted and the request names a host that the app is not known by, as by DNS rebinding; 403 for one that
    /// a page of another site sends in a visitor's name; null for others.
    /// </summary>
    public IResult? Refuse(HttpRequest request)
    {
        if (TrustsByPlace && Bare(request.Host.Host) is var host && !IsLoopback(host) && !Hosts.Contains(host))
        {
            return ApiResults.InvalidField(
                StatusCodes.Status421MisdirectedRequest, "The app is not known by that name.", "Host",
                $"must be localhost or a name of setting Api:Hosts, and is '{request.Host}'");
        }

        var isChange = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method);
        return IsOfOtherSite(request) || (isChange && request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site")
            ? ApiResults.Problem(
                StatusCodes.Status403Forbidden, "The request comes from another site.",
                "Stores are worked on from their own page or from outside a browser; setting Api:Hosts allows pages of further names.")
            : null;
    }

    // Browsers send Sec-Fetch-Site to https and loopback alone, but Origin everywhere.
    private bool IsOfOtherSite(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0 && !(Uri.TryCreate(origin, UriKind.Absolute, out var page)
            && ((page.IsDefaultPort && Sites.Contains(Bare(page.Host)))
                || (Uri.TryCreate($"{page.Scheme}://{request.Host}", UriKind.Absolute, out var own)
                    && (page.Host, page.Port) == (own.Host, own.Port))));
    }

    private static bool IsLoopback(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static bool IsWildcard(string host) =>
        IPAddress.TryParse(host, out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));

    private static string Bare(string host) => host.TrimStart('[').TrimEnd(']');
}
