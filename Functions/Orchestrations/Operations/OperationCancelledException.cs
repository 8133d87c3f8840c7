namespace Functions.Orchestrations.Operations;

/// <summary>The operation was told to stop.</summary>
internal sealed class OperationCancelledException() : Exception("The operation was cancelled.");
