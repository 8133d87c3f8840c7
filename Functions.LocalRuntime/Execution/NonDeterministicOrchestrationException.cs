namespace Functions.LocalRuntime.Execution;

/// <summary>An orchestrator did something else than its history says.</summary>
/// <param name="message">What the history says, and what was met.</param>
public sealed class NonDeterministicOrchestrationException(string message) : Exception(message);
