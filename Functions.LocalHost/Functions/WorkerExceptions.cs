// The only types of this repository in namespaces of Microsoft's: the Durable extension asks for these two of the Functions host by their
// full names. It reads an activity's remote failure out of RpcException's message and RemoteMessage, and aborts an orchestrator's turn,
// instead of failing the orchestration, when the inner exception's type name contains WorkerProcessExitException.
#pragma warning disable IDE0130, SA1402, CA1852 // Namespaces are the extension's; two types, one reason.
namespace Microsoft.Azure.WebJobs.Script.Workers.Rpc
{
    /// <summary>A function failed in the worker.</summary>
    internal sealed class RpcException(string result, string message, string stack)
        : Exception($"Result: {result}\nException: {message}\nStack: {stack}")
    {
        public string RemoteMessage { get; } = message;
    }
}

namespace Microsoft.Azure.WebJobs.Script.Workers
{
    /// <summary>The worker ended while it ran a function.</summary>
    internal sealed class WorkerProcessExitException(string message) : Exception(message);
}
