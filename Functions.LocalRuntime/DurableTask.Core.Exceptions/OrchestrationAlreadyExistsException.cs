namespace DurableTask.Core.Exceptions;

/// <summary>An orchestration of that instance id has not ended.</summary>
/// <param name="message">Names the instance id.</param>
public class OrchestrationAlreadyExistsException(string message) : InvalidOperationException(message);
