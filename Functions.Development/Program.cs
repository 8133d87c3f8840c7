using Functions.Development;
using Functions.LocalHost;

// What `dotnet run --project Functions` starts: the local Functions host, on a simulated cluster where none is configured.
await using var cluster = new DevelopmentCluster();
return await LocalFunctionsHost.RunAsync(args, cluster.Begin);
