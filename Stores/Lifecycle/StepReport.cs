namespace Stores.Lifecycle;

/// <summary>Says that an operation has come to a step.</summary>
/// <param name="OperationId">Who says so.</param>
/// <param name="Step">The step's name.</param>
/// <param name="Message">One sentence for the operator.</param>
/// <param name="At">UTC.</param>
public sealed record StepReport(string OperationId, string Step, string Message, DateTime At);
