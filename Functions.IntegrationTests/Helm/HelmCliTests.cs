using Functions.Helm;
using Functions.Kubernetes.Connection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Stores.Core;

namespace Functions.IntegrationTests.Helm;

/// <summary>What helm is given, shown with a script in its place.</summary>
public sealed class HelmCliTests : IDisposable
{
    private static readonly StoreResources s_store = new(StoreName.Parse("demo"));
    private static readonly StoreValues s_values = StoreValues.For(new StoreSpec(s_store.Name, StorePlan.Small, DatabaseEngine.MariaDb));

    private readonly TempFolder _folder = new();

    private string Said => Path.Combine(_folder.Path, "said");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Values_go_in_a_file_that_only_this_user_can_read_and_the_cluster_in_the_environment()
    {
        await RunAsync($$"""
            for a; do [ "$before" = --values ] && { stat -c %a "$a"; cat "$a"; echo; } >> {{Said}}; before=$a; done
            echo "$KUBECONFIG" >> {{Said}}; echo "$*" >> {{Said}}
            """);

        var said = await File.ReadAllLinesAsync(Said);
        Assert.Equal("600", said[0]);
        Assert.Equal(
            """{"store":{"name":"demo"},"plan":"small","database":{"engine":"mariadb"}"""
            + ""","credentials":{"existingSecret":"store-credentials"}}""",
            said[1]);
        Assert.Equal(Kubeconfig(), said[2]);
        Assert.DoesNotContain(Kubeconfig(), said[3], StringComparison.Ordinal);
        Assert.DoesNotContain("--wait", said[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_helm_that_fails_is_told_by_its_last_words_and_its_folder_is_gone()
    {
        var failure = await Assert.ThrowsAsync<TransientStoreFailureException>(
            () => RunAsync($"pwd > {Said}; echo 'Error: something nobody foresaw' >&2; exit 1"));

        Assert.Equal("HelmFailed", failure.Failure.Reason);
        Assert.False(Directory.Exists((await File.ReadAllTextAsync(Said)).Trim()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("charts/store")]
    public async Task A_relative_chart_is_found_beside_the_app_wherever_helm_runs(string? chart)
    {
        await RunAsync($"for a; do :; done; ls $a/Chart.yaml > {Said}", chart);

        Assert.Equal(Path.Combine(HelmTool.StoreChart, "Chart.yaml"), (await File.ReadAllTextAsync(Said)).Trim());
    }

    private string Kubeconfig() => Path.Combine(_folder.Path, "kubeconfig");

    private async Task RunAsync(string script, string? chart = null)
    {
        var binary = Path.Combine(_folder.Path, "helm");
        await File.WriteAllTextAsync(binary, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(binary, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var options = Options.Create(
            chart is null ? new HelmOptions { BinaryPath = binary } : new HelmOptions { BinaryPath = binary, Chart = chart });
        using var connection = new ClusterConnection(
            Options.Create(new KubernetesOptions { Kubeconfig = Kubeconfig() }), TimeProvider.System);
        using var found = new HelmBinary(options);
        var helm = new HelmCli(found, connection, options, NullLogger<HelmCli>.Instance);
        await helm.UpgradeInstallAsync(s_store, s_values, helm.MarkOf(s_values, "operation"), 3, CancellationToken.None);
    }
}
