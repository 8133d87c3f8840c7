namespace Functions.Api.Stores;

/// <summary>A Key Vault by its host, and what its secrets with a shop administrator's name and password are called.</summary>
public sealed record VaultSecretsResponse(string Host, string User, string Password);
