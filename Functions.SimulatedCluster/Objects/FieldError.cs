namespace Functions.SimulatedCluster.Objects;

/// <summary>A cause in a Status: a field and the rule that it breaks.</summary>
/// <param name="Reason">FieldValueInvalid, FieldValueRequired, FieldValueForbidden, ...</param>
/// <param name="Field">Its path, dotted.</param>
/// <param name="Message">The rule.</param>
internal sealed record FieldError(string Reason, string Field, string Message);
