using k8s.Models;

namespace Functions.IntegrationTests.Chart;

public sealed class ExposureTests
{
    [Fact]
    public async Task An_ingress_has_the_issuers_certificate()
    {
        var chart = await RenderedChart.RenderAsync("local", ChartVariants.Ingress);
        var ingress = chart.Single<V1Ingress>("web");

        Assert.Equal("letsencrypt", ingress.Metadata.Annotations["cert-manager.io/cluster-issuer"]);
        Assert.Equal(("shop.example.com", "web-tls"), (Assert.Single(ingress.Spec.Tls).Hosts[0], ingress.Spec.Tls[0].SecretName));
        Assert.Equal("shop.example.com", Assert.Single(ingress.Spec.Rules).Host);
        Assert.Equal("ClusterIP", chart.Single<V1Service>("web").Spec.Type);
        Assert.Equal(("shop.example.com", "true"), Address(chart));
    }

    [Theory]
    [InlineData("", "64m", "65m")]
    [InlineData(",web.maxUpload=999m", "999m", "1000m")]
    public async Task The_largest_upload_fits_into_a_request_with_the_form_around_it(string set, string upload, string request)
    {
        var chart = await RenderedChart.RenderAsync("local", ChartVariants.Ingress + set);
        var php = chart.Single<V1ConfigMap>("config").Data["php.ini"].Split('\n');

        Assert.Contains($"upload_max_filesize = {upload}", php);
        Assert.Contains($"post_max_size = {request}", php);
        Assert.Equal(request, chart.Single<V1Ingress>("web").Metadata.Annotations["nginx.ingress.kubernetes.io/proxy-body-size"]);
    }

    [Theory]
    [InlineData("plan=small", 8)]
    [InlineData("plan=large", 32)]
    public async Task As_many_uploads_as_there_are_workers_fit_into_the_shops_temporary_folder(string set, int workers)
    {
        var chart = await RenderedChart.RenderAsync("local", set);
        var folder = chart.Pod("web").Spec.Volumes.Single(volume => volume.Name == "tmp").EmptyDir;

        Assert.True(folder.SizeLimit.ToDecimal() >= workers * 64m * 1024 * 1024, $"{folder.SizeLimit}");
    }

    [Fact]
    public async Task A_wildcard_secret_and_a_domain_serve_every_store_alike()
    {
        var chart = await RenderedChart.RenderAsync(
            "local",
            "store.name=tea,exposure.type=Ingress,exposure.domain=shops.example.com,exposure.tlsSecret=wildcard,exposure.externalDns=true");
        var ingress = chart.Single<V1Ingress>("web");

        Assert.Equal(
            ("tea.shops.example.com", "wildcard"), (ingress.Spec.Tls.Single().Hosts.Single(), ingress.Spec.Tls.Single().SecretName));
        Assert.DoesNotContain("cert-manager.io/cluster-issuer", ingress.Metadata.Annotations.Keys);
        Assert.Equal("tea.shops.example.com", ingress.Metadata.Annotations["external-dns.alpha.kubernetes.io/hostname"]);
        Assert.Equal(("tea.shops.example.com", "true"), Address(chart));
    }

    [Fact]
    public async Task Without_a_certificate_an_ingress_is_plain_http()
    {
        var chart = await RenderedChart.RenderAsync("local", "exposure.type=Ingress,exposure.host=shop.example.com");
        Assert.Null(chart.Single<V1Ingress>("web").Spec.Tls);
        Assert.Equal(("shop.example.com", ""), Address(chart));
    }

    [Fact]
    public async Task A_load_balancer_publishes_its_host()
    {
        var chart = await RenderedChart.RenderAsync("gcp", "exposure.host=shop.example.com");
        Assert.Equal("shop.example.com", chart.Single<V1Service>("web").Metadata.Annotations["external-dns.alpha.kubernetes.io/hostname"]);
        Assert.Empty(chart.All<V1Ingress>());
    }

    [Theory]
    [InlineData("exposure.type=NodePort,exposure.host=shop.example.com")]
    [InlineData("exposure.type=LoadBalancer,exposure.host=shop.example.com")]
    public async Task A_service_of_a_shop_with_a_name_tells_it(string values)
    {
        var annotations = (await RenderedChart.RenderAsync("local", values)).Single<V1Service>("web").Metadata.Annotations;
        Assert.Equal("shop.example.com", Assert.Single(annotations).Value);
        Assert.Equal("serverless-stores/host", annotations.Keys.Single());
    }

    [Fact]
    public async Task An_address_that_is_not_to_be_waited_for_is_marked_so()
    {
        const string values = "exposure.host=shop.example.com,exposure.awaitAddress=false";
        var ingress = (await RenderedChart.RenderAsync("local", $"exposure.type=Ingress,{values}")).Single<V1Ingress>("web");
        Assert.Equal("false", ingress.Metadata.Annotations["serverless-stores/await-address"]);
        var service = (await RenderedChart.RenderAsync("gcp", values)).Single<V1Service>("web");
        Assert.Equal("false", service.Metadata.Annotations["serverless-stores/await-address"]);
    }

    [Theory]
    [InlineData("NodePort", null)]
    [InlineData("LoadBalancer", "Local")]
    [InlineData("Ingress,exposure.host=shop.example.com", null)]
    public async Task Only_a_load_balancer_which_knows_where_the_pod_is_leaves_visitors_their_addresses(string type, string? policy)
    {
        var chart = await RenderedChart.RenderAsync("local", $"exposure.type={type}");
        Assert.Equal(policy, chart.Single<V1Service>("web").Spec.ExternalTrafficPolicy);
    }

    [Theory]
    [InlineData("exposure.type=NodePort")]
    [InlineData("exposure.type=LoadBalancer")]
    public async Task Scheduled_work_is_reached_by_no_Service_of_visitors(string set)
    {
        var chart = await RenderedChart.RenderAsync("local", set);

        var services = chart.All<V1Service>()
            .Where(service => PolicyModel.Selects(new V1LabelSelector { MatchLabels = service.Spec.Selector }, chart.Pod("web")))
            .ToDictionary(service => service.Metadata.Name, service => (service.Spec.Type ?? "ClusterIP", Target(chart, service)));
        Assert.Equal(("ClusterIP", 8081), services["cron"]);
        Assert.Equal((set.Split('=')[1], 8080), services["web"]);
        Assert.EndsWith(" http://cron/wp-cron.php?doing_wp_cron", string.Join(' ', chart.Pod("cron").Spec.Containers.Single().Command));

        static int Target(RenderedChart chart, V1Service service) => chart.Pod("web").Spec.Containers.Single().Ports
            .Single(port => port.Name == service.Spec.Ports.Single().TargetPort.Value).ContainerPort;
    }

    private static (string Host, string Tls) Address(RenderedChart chart)
    {
        var variables = chart.Pod("web").Spec.Containers
            .Single().Env.ToDictionary(variable => variable.Name, variable => variable.Value ?? "");
        return (variables["STORE_HOST"], variables["STORE_TLS"]);
    }
}
