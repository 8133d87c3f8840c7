using System.Text.Json;
using System.Text.Json.Nodes;
using Azure;
using Stores.Core;
using Stores.Diagnosis;

namespace Functions.Secrets;

/// <summary>Why a vault answered 403, which stands for rights, network rules and disabled secrets alike; its body says which.</summary>
/// <param name="Code">The code of the error within the error: ForbiddenByRbac, ForbiddenByFirewall, ...; null for none.</param>
/// <param name="Said">The vault's first two lines, if they are not of those that name ids alone.</param>
internal sealed record VaultRefusal(string? Code, string Said)
{
    private const string Officer = "role Key Vault Secrets Officer";

    /// <summary>The failure behind a refusal.</summary>
    /// <param name="what">What was asked of the vault: "the passwords of store demo#1".</param>
    /// <param name="rights">The rights that this takes.</param>
    /// <param name="refused">The refusal.</param>
    public static StoreFailureException Explain(string what, string rights, RequestFailedException refused)
    {
        var refusal = Read(refused);
        return refusal.Code switch
        {
            "ForbiddenByRbac" => new TransientStoreFailureException(
                Reasons.VaultForbidden, Say($"Give the app's identity {Officer} on the vault; that may take ten minutes to count.")),
            "AccessDenied" or "ForbiddenByPolicy" => Final(
                Reasons.VaultForbidden, $"Give the app's identity {rights} of secrets in the vault's access policy."),
            "ForbiddenByFirewall" => Final(
                Reasons.VaultFirewall, "No right is missing: let the vault's firewall pass the app's address or network."),
            "ForbiddenByConnection" => Final(
                Reasons.VaultFirewall, "No right is missing: let public networks reach the vault, or the app its private endpoint."),
            "SecretDisabled" => Final(Reasons.VaultSecretDisabled, "No right is missing: enable that secret."),
            _ => Final(Reasons.VaultForbidden, "Look at the vault's role assignments or access policy, and at its networking."),
        };

        string Say(string remedy) =>
            $"The vault refuses {what} ({refusal.Code ?? refused.ErrorCode ?? "403"}): {refusal.Said.TrimEnd('.')}. {remedy}";

        PermanentStoreFailureException Final(string reason, string remedy) => new(reason, Say(remedy));
    }

    private static VaultRefusal Read(RequestFailedException refused)
    {
        JsonNode? error = null;
        try
        {
            error = JsonNode.Parse(refused.GetRawResponse()?.Content.ToString() ?? "null")?["error"];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // What stands before the vault answers in a form of its own.
        }

        var said = (error?["message"]?.ToString() ?? "it does not say why")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var why = said.TakeWhile(line => !line.StartsWith("Caller:", StringComparison.Ordinal)).Take(2);
        return new VaultRefusal(error?["innererror"]?["code"]?.ToString(), StoreDiagnosis.Shorten(string.Join(' ', why)));
    }
}
