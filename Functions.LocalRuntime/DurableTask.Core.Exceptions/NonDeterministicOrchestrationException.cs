namespace DurableTask.Core.Exceptions;

/// <summary>An orchestrator did something else than its history says. The name is what failure details show.</summary>
/// <param name="message">What the history says, and what was met.</param>
internal sealed class NonDeterministicOrchestrationException(string message) : Exception(message);
