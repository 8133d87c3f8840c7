namespace Stores.Readiness;

/// <summary>What is known of a shop once its store is ready.</summary>
/// <param name="Url">Its absolute URL.</param>
/// <param name="HasMailRelay">Whether it has a mail relay, without which its mail is not sent; null where that was not seen.</param>
public sealed record ReadyShop(string Url, bool? HasMailRelay);
