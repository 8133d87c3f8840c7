using Functions.IntegrationTests.Helm;
using Functions.IntegrationTests.Hosting;

namespace Functions.IntegrationTests.EndToEnd;

public sealed class StartUpTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task Without_a_configured_cluster_the_start_ends_and_says_how_to_configure_one(string environment)
    {
        // Not by the launcher, which simulates one.
        var (exitCode, output) = await HostProcess.RunToEndAsync(
            AppFolders.LocalHost, AppFolders.Functions, _folder.Path, [("AZURE_FUNCTIONS_ENVIRONMENT", environment)]);

        Assert.Equal(1, exitCode);
        var line = Assert.Single(
            output.Split('\n'), text => text.TrimStart().StartsWith("The app cannot start: ", StringComparison.Ordinal));
        Assert.Contains("No Kubernetes cluster is configured", line, StringComparison.Ordinal);
        Assert.All(["Kubernetes:Kubeconfig", "KUBECONFIG", "service account"], way => Assert.Contains(way, line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_configured_kubeconfig_that_is_missing_ends_the_start_with_the_setting_named()
    {
        var (exitCode, output) = await StoreApp.RunToEndAsync(_folder.Path, kubeconfig: "/nowhere/kubeconfig");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("Kubernetes:Kubeconfig", output, StringComparison.Ordinal);
        Assert.Contains("/nowhere/kubeconfig", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "{apiVersion: v1, kind: Config, current-context: a, contexts: [{name: a, context: {cluster: a, user: a}}], clusters: [{name: a, "
        + "cluster: {server: 'https://127.0.0.1:1'}}], users: [{name: a, user: {}}]}")]
    [InlineData("{apiVersion: v1, kind: Config, current-context: other, clusters: [], users: [{name: a, user: {token: hush}}]}")]
    [InlineData("token: [hush")]
    public async Task A_kubeconfig_that_cannot_be_used_ends_the_start_and_is_not_quoted(string text)
    {
        var kubeconfig = Path.Combine(_folder.Path, "kubeconfig");
        await File.WriteAllTextAsync(kubeconfig, text);

        var (exitCode, output) = await StoreApp.RunToEndAsync(_folder.Path, kubeconfig);

        Assert.NotEqual(0, exitCode);
        Assert.Contains("Kubernetes:Kubeconfig", output, StringComparison.Ordinal);
        Assert.Contains($"'{kubeconfig}' cannot be used", output, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_wrong_setting_is_reported_at_once()
    {
        var (exitCode, output) = await StoreApp.RunToEndAsync(
            _folder.Path, kubeconfig: null, ("Operations__Slots", "0"), ("Helm__Chart", "/nowhere"), ("Helm__BinaryPath", "/nowhere/helm"),
            ("Secrets__KeyVaultUri", "http://vault"), ("Api__Hosts__0", "http://here"));

        Assert.Equal(1, exitCode);
        var line = Assert.Single(
            output.Split('\n'), text => text.TrimStart().StartsWith("The app cannot start: ", StringComparison.Ordinal));
        Assert.All(
            ["Operations:Slots", "Helm:Chart", "Helm:BinaryPath", "Secrets:KeyVaultUri", "Api:Hosts"],
            setting => Assert.Contains(setting, line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("plan: [", "yaml")]
    [InlineData("shop: {currency: dollars}", "currency")]
    // Of one plan alone.
    [InlineData("plans: {large: {database: {bufferPool: 8Gi}}}", "plans.large.database.memoryLimit")]
    public async Task A_values_file_that_makes_no_store_ends_the_start(string values, string told)
    {
        var file = Path.Combine(_folder.Path, "values.yaml");
        await File.WriteAllTextAsync(file, values);

        var (exitCode, output) = await StoreApp.RunToEndAsync(_folder.Path, kubeconfig: null, ("Helm__ValuesFiles__0", file));

        Assert.NotEqual(0, exitCode);
        var line = Assert.Single(
            output.Split('\n'), text => text.TrimStart().StartsWith("The app cannot start: ", StringComparison.Ordinal));
        Assert.Contains("Helm:ValuesFiles", line, StringComparison.Ordinal);
        Assert.Contains(told, line, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_chart_that_cannot_take_what_the_app_is_to_give_it_ends_the_start()
    {
        // Older than imagePullSecrets.
        var chart = HelmTool.Unpack("store-0.2.0", _folder.Path);

        var (exitCode, output) = await StoreApp.RunToEndAsync(
            _folder.Path, kubeconfig: null, ("Helm__Chart", chart), ("Kubernetes__ImagePullSecret", "serverless-stores/registry"));

        Assert.NotEqual(0, exitCode);
        Assert.Contains("Helm:Chart", output, StringComparison.Ordinal);
        Assert.Contains("imagePullSecrets", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_of_a_mail_relay_that_no_values_file_names_end_the_start()
    {
        var (exitCode, output) = await StoreApp.RunToEndAsync(
            _folder.Path, kubeconfig: null, ("Kubernetes__MailSecret", "serverless-stores/relay"));

        Assert.NotEqual(0, exitCode);
        Assert.Contains("mail.existingSecret: must be empty, since mail.host names no relay", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_process_on_the_same_state_is_refused()
    {
        // Nothing is asked of it.
        var kubeconfig = Path.Combine(_folder.Path, "kubeconfig");
        await File.WriteAllTextAsync(
            kubeconfig,
            "{apiVersion: v1, kind: Config, current-context: a, contexts: [{name: a, context: {cluster: a, user: a}}], clusters: [{name: "
            + "a, cluster: {server: 'https://127.0.0.1:1'}}], users: [{name: a, user: {token: none}}]}");
        await using var app = await StoreApp.StartAsync(_folder.Path, kubeconfig);

        var (exitCode, output) = await StoreApp.RunToEndAsync(_folder.Path, kubeconfig);

        Assert.NotEqual(0, exitCode);
        Assert.Contains("durable.db is used by another process", output, StringComparison.Ordinal);
    }
}
