namespace Functions.IntegrationTests.Secrets;

/// <summary>What a vault says when it refuses.</summary>
/// <param name="Code">The code of the error within the error.</param>
/// <param name="Message">The error's message; its first lines say why, the others name ids.</param>
internal sealed record VaultWords(string Code, string Message)
{
    private const string Ids = "\r\nCaller: appid=11111111;oid=22222222;iss=https://sts.example.com/t/\r\nVault: stores";

    public static VaultWords Rbac { get; } = new(
        "ForbiddenByRbac",
        "Caller is not authorized to perform action on resource.\r\n"
        + "If role assignments, deny assignments or role definitions were changed recently, please observe propagation time." + Ids);

    public static VaultWords Policy { get; } = new(
        "AccessDenied", "The user, group or application 'appid=11111111' does not have secrets get permission on key vault 'stores'.");

    public static VaultWords Firewall { get; } = new(
        "ForbiddenByFirewall",
        "Client address is not authorized and caller is not a trusted service.\r\nClient address: 203.0.113.7" + Ids);

    public static VaultWords Connection { get; } = new(
        "ForbiddenByConnection",
        "Public network access is disabled and request is not from a trusted service nor via an approved private link." + Ids);

    public static VaultWords Disabled { get; } = new("SecretDisabled", "Operation get is not allowed on a disabled secret.");
}
