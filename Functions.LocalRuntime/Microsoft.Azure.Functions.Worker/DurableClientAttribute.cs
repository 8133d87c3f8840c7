using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Marks a <c>DurableTaskClient</c> parameter.</summary>
public sealed class DurableClientAttribute : InputBindingAttribute;
