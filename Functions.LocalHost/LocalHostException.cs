namespace Functions.LocalHost;

/// <summary>The host cannot start or go on; the message is one line for whoever started it: what, why, what to do.</summary>
public sealed class LocalHostException(string message, Exception? inner = null) : Exception(message, inner);
