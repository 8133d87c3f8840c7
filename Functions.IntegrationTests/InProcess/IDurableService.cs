using DurableTask.Core;
using DurableTask.Core.Entities;
using DurableTask.Core.Query;

namespace Functions.IntegrationTests.InProcess;

/// <summary>All that a durability provider is.</summary>
public interface IDurableService :
    IEntityOrchestrationService, IOrchestrationServiceClient, IOrchestrationServiceQueryClient, IOrchestrationServicePurgeClient;
