using System.Globalization;
using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Objects;
using Microsoft.Data.Sqlite;

namespace Functions.IntegrationTests.SimulatedCluster;

/// <summary>Objects that outlive the process, and versions that are never used twice.</summary>
public sealed class ObjectFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string File => Path.Combine(_folder.Path, "objects.db");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Versions_go_on_after_a_restart_even_from_a_file_that_does_not_tell_the_last(bool ofAnEarlierProgram)
    {
        var last = 0L;
        for (var start = 0; start < 3; start++)
        {
            using (var store = new ObjectStore(new KindCatalog(), new ObjectFile(File), TimeProvider.System))
            {
                Assert.Equal(start, store.List(store.Catalog.Core("configmaps"), "default").Items.Count);

                var made = store.Write(new ObjectKey(store.Catalog.Core("configmaps"), "default", $"made-{start}"), _ => new JsonObject
                {
                    ["apiVersion"] = "v1",
                    ["kind"] = "ConfigMap",
                    ["metadata"] = new JsonObject { ["name"] = $"made-{start}", ["namespace"] = "default" },
                })!;

                var version = long.Parse((string)made["metadata"]!["resourceVersion"]!, CultureInfo.InvariantCulture);
                Assert.True(version > last, $"{version} after {last}");
                last = version;
            }

            if (ofAnEarlierProgram)
            {
                ForgetVersion();
            }
        }
    }

    private void ForgetVersion()
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "DELETE FROM objects WHERE key = 'version'";
        Assert.Equal(1, command.ExecuteNonQuery());
    }
}
