#!/usr/bin/env bash
# Microsoft.Azure.DurableTask.AzureStorage 2.11.2 on Azurite 3.37.0: a durable timer's message waits in a queue, whose delays are whole
# seconds, and the fraction is cut off, not rounded up. So a timer of 900 ms fires at once: TimerFired is in the history before its own
# FireAt. Seen: fired some 100 to 300 ms after it was made. Retry policies with a first interval below a second do not wait at all, and a
# loop that waits so spins.
set -euo pipefail
folder=$(mktemp -d)
trap '[ -z "${azurite:-}" ] || kill -KILL "$azurite" 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"

npm install --no-audit --no-fund --loglevel=error --ignore-scripts azurite@3.37.0
node_modules/.bin/azurite --silent --skipApiVersionCheck --location "$folder/data" \
  --blobPort 41000 --queuePort 41001 --tablePort 41002 & azurite=$!

cat > Timers.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <OutputType>Exe</OutputType>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.Azure.DurableTask.AzureStorage" Version="2.11.2" />
  </ItemGroup>
</Project>
XML
cat > Program.cs <<'CS'
using DurableTask.AzureStorage;
using DurableTask.Core;

const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
var connection = $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={Key};"
    + "BlobEndpoint=http://127.0.0.1:41000/devstoreaccount1;QueueEndpoint=http://127.0.0.1:41001/devstoreaccount1;"
    + "TableEndpoint=http://127.0.0.1:41002/devstoreaccount1;";
var service = new AzureStorageOrchestrationService(new AzureStorageOrchestrationServiceSettings
{
    TaskHubName = "timers",
    PartitionCount = 1,
    StorageAccountClientProvider = new StorageAccountClientProvider(connection),
});
await service.CreateIfNotExistsAsync();
var worker = new TaskHubWorker(service);
worker.AddTaskOrchestrations(typeof(Wait));
await worker.StartAsync();
var client = new TaskHubClient(service);
foreach (var milliseconds in new[] { 900, 1900 })
{
    var instance = await client.CreateOrchestrationInstanceAsync(typeof(Wait), milliseconds);
    var ended = await client.WaitForOrchestrationAsync(instance, TimeSpan.FromSeconds(60));
    Console.WriteLine($"{milliseconds} {ended.Output}");
}

await worker.StopAsync(true);

sealed class Wait : TaskOrchestration<double, int>
{
    public override async Task<double> RunTask(OrchestrationContext context, int milliseconds)
    {
        var begun = context.CurrentUtcDateTime;
        await context.CreateTimer(begun.AddMilliseconds(milliseconds), 0);
        return (context.CurrentUtcDateTime - begun).TotalMilliseconds;
    }
}
CS
dotnet build -nodeReuse:false -v quiet
for _ in $(seq 100); do (exec 3<>/dev/tcp/127.0.0.1/41002) 2>/dev/null && break; sleep 0.1; done
dotnet bin/Debug/net10.0/Timers.dll | tee waited
awk '$1 == 900 && $2 + 0 >= 900 { print "changed: a timer of 900 ms waited " $2 " ms"; exit 1 }' waited >&2
[ "$(wc -l < waited)" = 2 ]
