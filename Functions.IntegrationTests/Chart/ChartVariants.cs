namespace Functions.IntegrationTests.Chart;

/// <summary>The values that the chart's rules are held against.</summary>
internal static class ChartVariants
{
    public const string Ingress = "exposure.type=Ingress,exposure.host=shop.example.com,exposure.clusterIssuer=letsencrypt,plan=medium";

    public static TheoryData<string, string> All => new()
    {
        { "local", "" },
        { "gcp", "" },
        { "local", "database.engine=mysql,plan=large" },
        { "local", "woocommerce.source=image" },
        { "local", Ingress },
    };
}
