using Functions.Helm;
using Functions.IntegrationTests.Helm;
using Stores.Core;

namespace Functions.IntegrationTests.Chart;

public sealed class SchemaTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_passes_helms_strict_lint(bool production)
    {
        string[] values = production ? ["--values", HelmTool.ProductionValues] : [];
        var result = await HelmTool.RunAsync(null, ["lint", "--strict", HelmTool.StoreChart, .. values]);
        Assert.True(result.ExitCode == 0, result.StandardOutput + result.StandardError);
    }

    [Theory]
    [InlineData("plan=huge", "/plan")]
    [InlineData("database.engine=oracle", "/database/engine")]
    [InlineData("store.name=Not_A_Name", "/store/name")]
    [InlineData("exposure.host=bad host", "/exposure/host")]
    [InlineData("exposure.host=-shop.example.com", "/exposure/host")]
    [InlineData("exposure.type=Ingress", "/exposure/host")]
    [InlineData("exposure.domain=*.example.com", "/exposure/domain")]
    [InlineData("exposure.type=LoadBalancer,exposure.awaitAddress=false", "/exposure/host")]
    [InlineData("exposure.awaitAddress=never", "/exposure/awaitAddress")]
    [InlineData("plans.small.web.memory=lots", "/plans/small/web/memory")]
    [InlineData("plans.small.web.memory=0", "/plans/small/web/memory")]
    [InlineData("plans.small.quota.storage=-1Gi", "/plans/small/quota/storage")]
    [InlineData("plans.small.job.storage=1Gi", "/plans/small/job")]
    [InlineData("plans.small.web.workers=0", "/plans/small/web/workers")]
    [InlineData("plans.small.database.bufferPool=128M", "/plans/small/database/bufferPool")]
    [InlineData("database.memory.mysql.server=0", "/database/memory/mysql/server")]
    [InlineData("plans.small.database.memoryLimit=256Mi", "plans.small.database.memoryLimit: 256Mi holds no mariadb with a bufferPool")]
    [InlineData(
        "plans.small.web.workers=64,plans.small.web.memoryLimit=4Gi",
        "plans.small.database.memoryLimit: 512Mi holds no mariadb with a bufferPool of 128Mi and 80")]
    [InlineData(
        "plans.small.web.workers=10", "plans.small.web.workers: 10 need 528Mi by web.memory, and plans.small.web.memoryLimit is 512Mi")]
    [InlineData("web.memory.worker=0", "/web/memory/worker")]
    [InlineData("web.pageCache=sometimes", "/web/pageCache")]
    [InlineData("web.image=wordpress:latest", "/web/image")]
    [InlineData("web.image=wordpress", "/web/image")]
    [InlineData("web.uid=0", "/web/uid")]
    [InlineData("web.maxUpload=much", "/web/maxUpload")]
    // Apache takes no request above a gibibyte.
    [InlineData("web.maxUpload=1000m", "/web/maxUpload")]
    [InlineData("woocommerce.sha256=abc", "/woocommerce/sha256")]
    [InlineData("woocommerce.url=http://example.com/a.zip", "/woocommerce/url")]
    [InlineData("woocommerce.version=latest", "/woocommerce/version")]
    [InlineData("wpCli.sha512=", "/wpCli/sha512")]
    [InlineData("shop.currency=dollars", "/shop/currency")]
    [InlineData("shop.adminEmail=nobody", "/shop/adminEmail")]
    [InlineData("shop.adminUser=boss", "'adminUser' not allowed")]
    [InlineData("shop.shippingCost=free", "/shop/shippingCost")]
    [InlineData("shop.locale=german", "/shop/locale")]
    [InlineData("shop.timezone=CET+1", "/shop/timezone")]
    [InlineData("shop.timezone=../etc/localtime", "/shop/timezone")]
    [InlineData("shop.weightUnit=stone", "/shop/weightUnit")]
    [InlineData("shop.dimensionUnit=ft", "/shop/dimensionUnit")]
    [InlineData("shop.xmlrpc=maybe", "/shop/xmlrpc")]
    [InlineData("exposure.trustedProxies={192.0.2.1}", "/exposure/trustedProxies/0")]
    // Everybody is no proxy.
    [InlineData("exposure.trustedProxies={0.0.0.0/0}", "/exposure/trustedProxies/0")]
    [InlineData("networkPolicy.clusterCidrs={10.0.0.0/8}", "/networkPolicy/clusterCidrs")]
    [InlineData("networkPolicy.clusterCidrs={169.254.0.0/16,300.0.0.0/8}", "/networkPolicy/clusterCidrs/1")]
    [InlineData("networkPolicy.podCidrs={10.0.0.0/33}", "/networkPolicy/podCidrs/0")]
    [InlineData("credentials.existingSecret=Not/A/Name", "/credentials/existingSecret")]
    [InlineData("credentials.password=secret", "/credentials")]
    [InlineData("cron.schedule=often", "/cron/schedule")]
    [InlineData("install.deadline=1", "/install/deadline")]
    [InlineData("isolationCheck.targets={anywhere}", "/isolationCheck/targets/0")]
    [InlineData("networkPolicy.podCidrs={fd00::/129}", "/networkPolicy/podCidrs/0")]
    [InlineData("networkPolicy.podCidrs={fd00:::1/64}", "/networkPolicy/podCidrs/0")]
    [InlineData("networkPolicy.dnsPods[0].namespace=kube-system,networkPolicy.dnsPods[0].port=53", "/networkPolicy/dnsPods/0")]
    [InlineData("proxy.url=https://proxy.example.com:3128", "/proxy/url")]
    [InlineData("proxy.url=http://user:secret@proxy.example.com:3128", "/proxy/url")]
    [InlineData("proxy.url=http://proxy.example.com:3128", "/proxy/cidrs")]
    [InlineData("imagePullSecrets={Not/A/Name}", "/imagePullSecrets/0")]
    [InlineData("scheduling.nodeSelector.pool=a b", "/scheduling/nodeSelector/pool")]
    [InlineData("scheduling.tolerations[0].effect=Never", "/scheduling/tolerations/0/effect")]
    [InlineData("scheduling.priorityClassName=High!", "/scheduling/priorityClassName")]
    [InlineData("exposure.serviceAnnotations.Bad!Key=x", "Bad!Key")]
    [InlineData("mail.port=0", "/mail/port")]
    [InlineData("mail.port=65536", "/mail/port")]
    [InlineData("mail.encryption=ssl", "/mail/encryption")]
    [InlineData("mail.from=nobody", "/mail/from")]
    [InlineData("mail.cidrs={smtp.example.com}", "/mail/cidrs/0")]
    [InlineData("mail.host=smtp.example.com", "mail.from: must be an address")]
    [InlineData("mail.host=smtp.example.com,mail.from=shop@example.com", "mail.cidrs: must have the relay's addresses")]
    [InlineData("mail.existingSecret=relay", "mail.existingSecret: must be empty")]
    [InlineData(
        "mail.host=smtp.example.com,mail.from=shop@example.com,mail.cidrs={192.0.2.25/32},mail.existingSecret=relay,mail.encryption=none",
        "mail.encryption: must be starttls or tls")]
    [InlineData("surprise=1", "surprise")]
    public async Task What_breaks_the_schema_is_refused_with_its_path(string set, string path)
    {
        var result = await HelmTool.RunAsync(null, "template", "demo", HelmTool.StoreChart, "--set", set);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(path, result.StandardError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"store":{"name":"demo\n---\nkind: Pod"}}""", "/store/name")]
    [InlineData("""{"shop":{"title":"a\nb: c"}}""", "/shop/title")]
    [InlineData("""{"exposure":{"host":"a\nb"}}""", "/exposure/host")]
    [InlineData("""{"credentials":{"existingSecret":"a\nb"}}""", "/credentials/existingSecret")]
    [InlineData("""{"web":{"image":"wordpress:1\nprivileged: true"}}""", "/web/image")]
    [InlineData("""{"cron":{"schedule":"* * * * *\nsuspend: true"}}""", "/cron/schedule")]
    [InlineData("""{"plans":{"small":{"web":{"cpu":"1\nx: y"}}}}""", "/plans/small/web/cpu")]
    public async Task A_newline_smuggles_nothing_in(string json, string path)
    {
        var result = await TemplateAsync(json);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(path, result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_that_looks_like_a_template_or_yaml_stays_text()
    {
        var result = await TemplateAsync("""{"shop":{"title":"{{ .Release.Name }}: \"#&*!|>'%@` \\ - [x]"}}""");
        Assert.True(result.ExitCode == 0, result.StandardError);
        var job = k8s.KubernetesYaml.LoadAllFromString(result.StandardOutput).OfType<k8s.Models.V1Job>().Single();
        Assert.Equal(
            "{{ .Release.Name }}: \"#&*!|>'%@` \\ - [x]",
            job.Spec.Template.Spec.Containers.Single().Env.Single(variable => variable.Name == "STORE_TITLE").Value);
    }

    [Fact]
    public async Task The_values_that_the_app_passes_fit_the_chart()
    {
        foreach (var plan in Enum.GetValues<StorePlan>())
        {
            foreach (var engine in Enum.GetValues<DatabaseEngine>())
            {
                var result = await TemplateAsync(System.Text.Json.JsonSerializer.Serialize(
                    StoreValues.For(new StoreSpec(StoreName.Parse("demo"), plan, engine)) with { Install = new(1200) },
                    System.Text.Json.JsonSerializerOptions.Web));
                Assert.True(result.ExitCode == 0, result.StandardError);
            }
        }
    }

    private static async Task<CliWrap.Buffered.BufferedCommandResult> TemplateAsync(string values)
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "values.json");
        await File.WriteAllTextAsync(file, values);
        return await HelmTool.RunAsync(null, "template", "demo", HelmTool.StoreChart, "--values", file);
    }
}
