using Azure.Core;

namespace Functions.IntegrationTests.Secrets;

internal sealed class StandInCredential : TokenCredential
{
    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(
        "stand-in", DateTimeOffset.UtcNow.AddHours(1));

    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(
        GetToken(requestContext, cancellationToken));
}
