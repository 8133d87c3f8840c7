#!/usr/bin/env bash
# Microsoft.Azure.Functions.Worker.Sdk 2.1.0: central package management, with transitive pinning, rules the worker and not the extensions
# that the host loads. The SDK generates a project for those below obj/ and builds it with ImportDirectoryPackagesProps=false (and without
# Directory.Build.props and .targets), so one build output has a package in two versions: the pinned one beside the worker, and the one that
# the extensions ask for in .azurefunctions/. Seen: Google.Protobuf 3.36.2 beside the worker and 3.27.0 for the host. A fix of security
# that is pinned centrally does not reach the host.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat > Directory.Packages.props <<'XML'
<Project>
  <PropertyGroup>
    <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>
    <CentralPackageTransitivePinningEnabled>true</CentralPackageTransitivePinningEnabled>
  </PropertyGroup>
  <ItemGroup>
    <PackageVersion Include="Google.Protobuf" Version="3.36.2" />
    <PackageVersion Include="Microsoft.Azure.Functions.Worker" Version="2.52.0" />
    <PackageVersion Include="Microsoft.Azure.Functions.Worker.Extensions.DurableTask" Version="1.21.1" />
    <PackageVersion Include="Microsoft.Azure.Functions.Worker.Sdk" Version="2.1.0" />
  </ItemGroup>
</Project>
XML
cat > App.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <OutputType>Exe</OutputType>
    <AzureFunctionsVersion>v4</AzureFunctionsVersion>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.Azure.Functions.Worker" />
    <PackageReference Include="Microsoft.Azure.Functions.Worker.Extensions.DurableTask" />
    <PackageReference Include="Microsoft.Azure.Functions.Worker.Sdk" />
  </ItemGroup>
</Project>
XML
echo '{ "version": "2.0" }' > host.json
cat > Program.cs <<'CS'
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Hosting;

new HostBuilder().ConfigureFunctionsWorkerDefaults().Build().Run();

public static class Flow
{
    [Function("Flow")]
    public static string Run([OrchestrationTrigger] TaskOrchestrationContext context) => context.InstanceId;
}
CS
dotnet build -nodeReuse:false -v quiet

worker=$(grep -o -m 1 '"Google.Protobuf/[0-9.]*"' bin/Debug/net10.0/App.deps.json)
host=$(grep -o -m 1 '"Google.Protobuf/[0-9.]*"' bin/Debug/net10.0/.azurefunctions/function.deps.json)
echo "worker: $worker, host's extensions: $host"
[ "$worker" = '"Google.Protobuf/3.36.2"' ] || { echo "the pin does not hold for the worker" >&2; exit 1; }
[ -n "$host" ] && [ "$host" != "$worker" ] || { echo "changed: the pin reaches the host's extensions" >&2; exit 1; }
