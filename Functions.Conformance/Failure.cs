namespace Functions.Conformance;

/// <summary>What an orchestrator was told of an activity that failed.</summary>
public sealed record Failure(
    string TaskName, int TaskId, string Message, string ErrorType, string ErrorMessage, bool IsInvalidOperation, bool IsSystemException,
    bool IsArgumentException, string? InnerExceptionType);
