using CliWrap;
using CliWrap.Buffered;
using Functions.Tests.Helm;

namespace Functions.Tests.Chart;

/// <summary>The chart's must-use plugins, run by a real PHP with as much of WordPress around them as they call.</summary>
public sealed class MustUsePluginTests
{
    // The plugin is read into a namespace, where a function of the test's comes before PHP's own: its clock, for one.
    private const string WordPress = """
        namespace Shop;
        function on($name, $call, $priority = 10) { global $hooks; $hooks[$name][$priority] = $call; }
        function add_filter(...$of) { on(...$of); }
        function add_action(...$of) { on(...$of); }
        function remove_action() {}
        function time() { global $now; return $now; }
        function get_temp_dir() { return getenv('FOLDER') . '/'; }
        function wp_salt() { return 'salt'; }
        function wp_hash_password($password) { global $hashed; $hashed++; }
        function is_ssl() { return false; }
        function __($text) { return $text; }
        function setcookie($name, $value) { $_COOKIE[$name] = $value; }
        function wp_die($text, $title, $how) { throw new \Exception("$how[response] $text"); }
        function is_wp_error($thing) { return $thing instanceof WP_Error; }
        const YEAR_IN_SECONDS = 31536000;
        class WP_User {}
        class WP_Error {
            function __construct(public $code, public $text = '', public $data = []) {}
            function get_error_codes() { return [$this->code]; }
        }
        eval('namespace Shop;' . substr(file_get_contents(getenv('PLUGIN')), 5));
        """;

    private const string Logins = """
        $now = 1000000;
        function attempt($name, $right) {
            global $hooks;
            try {
                $hooks['authenticate'][1](null, $name, 'secret');
                $hooks['authenticate'][PHP_INT_MAX]($right ? new WP_User : new WP_Error('incorrect_password'), $name);
                return 'checked';
            } catch (\Exception $refused) {
                return preg_replace('/^429 .* (\d+) s\.$/', 'wait $1', $refused->getMessage());
            }
        }
        [$said, $jars, $browser] = [[], [], 'first'];
        foreach (explode(', ', getenv('STEPS')) as $step) {
            [$what, $of] = explode(' ', $step);
            match ($what) {
                'pass' => $now += (int) $of,
                'from' => $_SERVER['REMOTE_ADDR'] = $of,
                'browser' => [$jars[$browser] = $_COOKIE, $_COOKIE = $jars[$of] ?? [], $browser = $of],
                default => $said[] = attempt($of, $what === 'right'),
            };
        }
        echo implode(', ', $said);
        """;

    private const string Wrong = "wrong admin, wrong admin, wrong admin, wrong admin, wrong admin";
    private const string Again = "wrong admin, wrong admin";
    private const string Longer = "checked, wait 2, checked, wait 4, checked, wait 8";
    private const string Checked = "checked, checked, checked, checked, checked";

    [PhpTheory]
    // Growing, and never beyond a few seconds.
    [InlineData($"{Wrong}, wrong admin", $"{Checked}, wait 1")]
    [InlineData(
        $"{Wrong}, pass 1, {Again}, pass 2, {Again}, pass 4, {Again}, pass 8, {Again}", $"{Checked}, {Longer}, checked, wait 8")]
    // A right password is not looked at while it waits, and lets in after that, however many were wrong.
    [InlineData($"{Wrong}, right admin, pass 1, right admin, wrong admin", $"{Checked}, wait 1, checked, checked")]
    [InlineData($"{Wrong}, pass 901, {Wrong}, wrong admin", $"{Checked}, {Checked}, wait 1")]
    // What is refused delays nobody further.
    [InlineData($"{Wrong}, wrong admin, wrong admin, pass 1, right admin", $"{Checked}, wait 1, wait 1, checked")]
    // Names that are nobody's wait as others do; each name waits by itself, however it is written.
    [InlineData($"{Wrong}, right owner, wrong ADMIN", $"{Checked}, checked, wait 1")]
    // Other addresses wait for themselves, but not those of one line of IPv6.
    [InlineData($"{Wrong}, from 192.0.2.2, right admin", $"{Checked}, checked")]
    [InlineData(
        $"from 2001:db8::1, {Wrong}, from 2001:db8::2, right admin, from 2001:db8:0:1::1, right admin", $"{Checked}, wait 1, checked")]
    // Who has been in before is not kept out by somebody else behind the same address.
    [InlineData(
        $"right admin, browser second, {Wrong}, right admin, browser first, right admin, browser second, right admin",
        $"checked, {Checked}, wait 1, checked, wait 1")]
    public async Task Guesses_wait_and_nobody_is_locked_out(string steps, string expected) =>
        Assert.Equal(expected, await RunAsync("logins.php", Logins, ("STEPS", $"from 192.0.2.1, {steps}")));

    [PhpTheory]
    [InlineData("http://192.0.2.7:30080", "", "http://192.0.2.7:30080/wp-json/", "http://web/wp-json/ 192.0.2.7:30080 ")]
    [InlineData("http://192.0.2.7:30080", "", "http://192.0.2.7:30080?x=1", "http://web/?x=1 192.0.2.7:30080 ")]
    [InlineData("https://shop.example.com", "shop.example.com", "https://shop.example.com/a", "http://web/a shop.example.com https")]
    [InlineData("https://shop.example.com", "shop.example.com", "https://shop.example.com/wp-cron.php?x",
        "http://cron/wp-cron.php?x shop.example.com https")]
    // What only begins like it is somebody else.
    [InlineData("http://shop.example.com", "shop.example.com", "http://shop.example.com.evil.test/a", null)]
    [InlineData("http://shop.example.com", "shop.example.com", "http://shop.example.com@evil.test/a", null)]
    [InlineData("http://shop.example.com", "shop.example.com", "http://shop.example.com:8080/a", null)]
    [InlineData("https://shop.example.com", "shop.example.com", "http://shop.example.com/a", null)]
    // A visitor who names a payment service as the shop's host draws no question to it away.
    [InlineData("https://pay.example.com", "", "https://pay.example.com/verify", null)]
    public async Task What_WordPress_asks_of_itself_goes_to_the_shops_own_Services(string home, string host, string url, string? expected)
    {
        const string ask = """
            $url = getenv('URL');
            $headers = [];
            $hooks['requests-requests.before_request'][10]($url, $headers);
            echo implode(' ', [$url, $headers['Host'] ?? '', $headers['X-Forwarded-Proto'] ?? '']);
            """;

        var script = $"define('WP_HOME', getenv('HOME_URL')); {ask}";
        var asked = await RunAsync("loopback.php", script, ("HOME_URL", home), ("STORE_HOST", host), ("URL", url));

        Assert.Equal(expected ?? $"{url}  ", asked);
    }

    [PhpTheory]
    [InlineData("incorrect_password", true)]
    [InlineData("invalid_username", true)]
    [InlineData("invalid_email", true)]
    // A plugin's own word, about a second factor, say, stays.
    [InlineData("second_factor", false)]
    public async Task A_refused_login_tells_no_names_and_takes_one_passwords_time(string code, bool hidden)
    {
        const string refuse = """
            $error = $hooks['authenticate'][100](new WP_Error(getenv('CODE'), 'told'), 'name', 'secret');
            echo "$error->code $error->text ", $hashed ?? 0;
            """;
        const string alike = "incorrect_password <strong>Error:</strong> Invalid username, email address or incorrect password.";
        var expected = hidden ? alike : $"{code} told";

        // WordPress has checked a password where it knew the name.
        var hashed = code.StartsWith("invalid", StringComparison.Ordinal) ? 1 : 0;
        Assert.Equal($"{expected} {hashed}", await RunAsync("strangers.php", refuse, ("CODE", code)));
    }

    private static async Task<string> RunAsync(string plugin, string script, params (string Name, string Value)[] environment)
    {
        using var folder = new TempFolder();
        var result = await Cli.Wrap("php")
            .WithArguments(["-r", WordPress + script])
            .WithEnvironmentVariables(variables =>
            {
                variables.Set("FOLDER", folder.Path).Set("PLUGIN", Path.Combine(HelmTool.StoreChart, "files", "mu-plugins", plugin));
                foreach (var (name, value) in environment)
                {
                    variables.Set(name, value);
                }
            })
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();
        Assert.True(result.ExitCode == 0, result.StandardOutput + result.StandardError);
        return result.StandardOutput;
    }
}
