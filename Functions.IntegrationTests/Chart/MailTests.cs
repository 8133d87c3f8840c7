using CliWrap;
using CliWrap.Buffered;
using Functions.IntegrationTests.Helm;
using k8s.Models;

namespace Functions.IntegrationTests.Chart;

/// <summary>How the chart has the shop's mail sent.</summary>
public sealed class MailTests : IDisposable
{
    private const string Relay = "mail.host=smtp.example.com,mail.from=shop@example.com,mail.cidrs={192.0.2.25/32,2001:db8::25/128}";

    // A mailer like PHPMailer's, as far as the plugin touches it.
    private const string WordPress =
        """
        <?php
        class Smtp { public $Timelimit = 300; }
        class Mailer {
            public $Mailer = 'mail'; private $smtp;
            function __construct() { $this->smtp = new Smtp(); }
            function isSMTP() { $this->Mailer = 'smtp'; }
            function getSMTPInstance() { return $this->smtp; }
            function dump() { return get_object_vars( $this ); }
        }
        #[AllowDynamicProperties] class DynamicMailer extends Mailer {}
        $hooks = array();
        function add_action( $name, $function ) { global $hooks; $hooks[ $name ] = $function; }
        function add_filter( $name, $function, $priority ) { add_action( $name, $function ); }
        function get_option( $name ) { return 'Mugs &amp; more'; }
        function wp_specialchars_decode( $text ) { return htmlspecialchars_decode( $text ); }
        require $argv[1];
        $mailer = new DynamicMailer();
        isset( $hooks['phpmailer_init'] ) && $hooks['phpmailer_init']( $mailer );
        foreach ( $mailer->dump() as $name => $value ) { $name === 'smtp' || print "$name=" . json_encode( $value ) . "\n"; }
        echo 'Timelimit=', $mailer->getSMTPInstance()->Timelimit, "\n";
        foreach ( array( 'wp_mail_from' => 'wordpress@localhost', 'wp_mail_from_name' => 'WordPress' ) as $filter => $default ) {
            echo "$filter=", isset( $hooks[ $filter ] ) ? $hooks[ $filter ]( $default ) : $default, "\n";
        }
        echo 'own=', isset( $hooks['wp_mail_from_name'] ) ? $hooks['wp_mail_from_name']( 'My shop' ) : '', "\n";
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_a_relay_nothing_is_opened_and_the_notes_say_that_no_mail_is_sent()
    {
        var chart = await RenderedChart.RenderAsync("local");

        Assert.DoesNotContain(chart.All<V1NetworkPolicy>(), policy => policy.Metadata.Name == "to-mail-relay");
        Assert.DoesNotContain(
            chart.Pods.SelectMany(Variables), variable => variable.Name.StartsWith("STORE_MAIL", StringComparison.Ordinal));
        Assert.Contains("No mail relay is set (mail.host): the shop's mail is not sent.", await NotesAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("No mail relay", await NotesAsync("--set", Relay), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_shop_itself_reaches_the_relay_and_only_at_its_port()
    {
        var chart = await RenderedChart.RenderAsync("local", $"{Relay},mail.port=2525");
        var model = new PolicyModel(chart);

        foreach (var pod in chart.Pods)
        {
            var rules = model.Sides(pod, "Egress").Where(rule => rule.Ports.Contains(2525)).ToList();
            if (pod.Component != "web")
            {
                Assert.Empty(rules);
                continue;
            }

            var rule = Assert.Single(rules);
            Assert.Equal([2525], rule.Ports);
            Assert.Equal(["192.0.2.25/32", "2001:db8::25/128"], rule.Peers.Select(peer => peer.Block!.Cidr));
        }
    }

    [Fact]
    public async Task The_shop_is_told_the_relay_and_has_its_credentials_from_the_secret_alone()
    {
        var chart = await RenderedChart.RenderAsync("local", $"{Relay},mail.fromName=Mugs,mail.existingSecret=relay");

        var variables = Variables(chart.Pod("web"))
            .Where(variable => variable.Name.StartsWith("STORE_MAIL", StringComparison.Ordinal)).ToList();
        Assert.Equal(
            [
                ("STORE_MAIL_HOST", "smtp.example.com"), ("STORE_MAIL_PORT", "587"), ("STORE_MAIL_ENCRYPTION", "starttls"),
                ("STORE_MAIL_FROM", "shop@example.com"), ("STORE_MAIL_FROM_NAME", "Mugs"), ("STORE_MAIL_USER", null),
                ("STORE_MAIL_PASSWORD", null),
            ],
            variables.Select(variable => (variable.Name, (string?)variable.Value)));
        Assert.Equal(
            [("relay", "smtp-user"), ("relay", "smtp-password")],
            variables.Where(variable => variable.ValueFrom is not null)
                .Select(variable => (variable.ValueFrom.SecretKeyRef.Name, variable.ValueFrom.SecretKeyRef.Key)));
    }

    [PhpTheory]
    [InlineData("starttls", "\"tls\"", "true")]
    [InlineData("tls", "\"ssl\"", "true")]
    [InlineData("none", "\"\"", "false")]
    public async Task Mail_goes_to_the_relay_encrypted_as_told_and_is_not_waited_for_long(string encryption, string secure, string autoTls)
    {
        var mailer = await SendAsync(
            ("HOST", "smtp.example.com"), ("PORT", "2525"), ("ENCRYPTION", encryption), ("FROM", "shop@example.com"));

        Assert.Equal(
            [
                "Mailer=\"smtp\"", "Host=\"smtp.example.com\"", "Port=2525", $"SMTPSecure={secure}", $"SMTPAutoTLS={autoTls}",
                """SMTPOptions={"ssl":{"verify_peer":true,"verify_peer_name":true,"allow_self_signed":false}}""", "SMTPAuth=false",
                "Timeout=10", "Sender=\"shop@example.com\"", "Timelimit=10", "wp_mail_from=shop@example.com",
                "wp_mail_from_name=Mugs & more", "own=My shop",
            ],
            mailer);
    }

    [PhpFact]
    public async Task It_logs_in_where_there_are_credentials_and_the_values_name_wins()
    {
        var mailer = await SendAsync(
            ("HOST", "smtp.example.com"), ("PORT", "587"), ("ENCRYPTION", "starttls"), ("FROM", "shop@example.com"),
            ("FROM_NAME", "Mugs"), ("USER", "0"), ("PASSWORD", "s3cret"));

        Assert.Equal(
            ["SMTPAuth=true", "Username=\"0\"", "Password=\"s3cret\"", "wp_mail_from_name=Mugs", "own=Mugs"],
            mailer.Where(line => line.Split('=')[0] is "SMTPAuth" or "Username" or "Password" or "wp_mail_from_name" or "own"));
    }

    [PhpFact]
    public async Task Without_a_relay_WordPress_is_left_as_it_is() => Assert.Equal(
        ["Mailer=\"mail\"", "Timelimit=300", "wp_mail_from=wordpress@localhost", "wp_mail_from_name=WordPress", "own="], await SendAsync());

    private static IEnumerable<V1EnvVar> Variables(ChartPod pod) => pod.Containers.SelectMany(container => container.Env ?? []);

    private static async Task<string> NotesAsync(params string[] arguments)
    {
        var result = await HelmTool.RunAsync(
            null, ["install", "demo", HelmTool.StoreChart, "--namespace", "store-demo", "--dry-run=client", .. arguments]);
        Assert.True(result.ExitCode == 0, result.StandardError);
        return result.StandardOutput[result.StandardOutput.IndexOf("NOTES:", StringComparison.Ordinal)..];
    }

    private async Task<string[]> SendAsync(params (string Name, string Value)[] variables)
    {
        var wordPress = Path.Combine(_folder.Path, "wordpress.php");
        await File.WriteAllTextAsync(wordPress, WordPress);
        var run = await Cli.Wrap("php")
            .WithArguments([wordPress, Path.Combine(AppContext.BaseDirectory, "charts", "store", "files", "mu-plugins", "mail.php")])
            .WithEnvironmentVariables(
                variables.ToDictionary(variable => $"STORE_MAIL_{variable.Name}", variable => (string?)variable.Value))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();
        Assert.True(run.ExitCode == 0, run.StandardOutput + run.StandardError);
        return run.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
