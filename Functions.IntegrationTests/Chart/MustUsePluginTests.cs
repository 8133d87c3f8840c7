using System.Text.Json.Nodes;
using CliWrap;
using CliWrap.Buffered;
using Functions.IntegrationTests.Helm;

namespace Functions.IntegrationTests.Chart;

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

    [PhpTheory]
    [InlineData("updated_option blogname", true)]
    [InlineData("added_option woocommerce_coming_soon", true)]
    [InlineData("updated_option woocommerce_cod_settings", true)]
    [InlineData("deleted_option theme_mods_twentytwentyfive", true)]
    [InlineData("updated_option _transient_wc_products_onsale", false)]
    [InlineData("updated_option cron", false)]
    [InlineData("updated_option store_pages", false)]
    [InlineData("clean_post_cache product", true)]
    [InlineData("clean_post_cache wp_navigation", true)]
    [InlineData("clean_post_cache wp_global_styles", true)]
    // Orders come with every purchase; what they take from the stock is told by the product.
    [InlineData("clean_post_cache shop_order_placehold", false)]
    [InlineData("clean_post_cache scheduled-action", false)]
    [InlineData("clean_post_cache revision", false)]
    [InlineData("updated_post_meta product _price", true)]
    [InlineData("updated_post_meta product _stock", true)]
    [InlineData("updated_post_meta product _edit_lock", false)]
    [InlineData("added_post_meta shop_order _billing_email", false)]
    [InlineData("clean_term_cache", true)]
    [InlineData("woocommerce_tax_rate_updated", true)]
    [InlineData("init", false)]
    public async Task What_visitors_see_of_a_change_is_told_once_at_the_requests_end(string happens, bool told)
    {
        const string change = """
            [$hook, $type, $key] = explode(' ', getenv('HAPPENS') . '  ');
            $post = new \stdClass;
            $post->post_type = $type;
            $of = str_contains($hook, 'option') ? [$type] : ($hook === 'clean_post_cache' ? [1, $post] : [[1], 1, $key]);
            for ($times = 0; $times < 2; $times++) {
                isset($hooks[$hook]) && $hooks[$hook][10](...$of);
            }
            $before = count($wpdb->asked);
            $hooks['shutdown'][PHP_INT_MAX]();
            $hooks['shutdown'][PHP_INT_MAX]();
            echo $before, ' ', preg_replace('/[0-9a-f]{16}/', 'RANDOM', implode("\n", $wpdb->asked));
            """;
        const string wordPress = """
            $type = explode(' ', getenv('HAPPENS') . ' ')[1];
            function get_post_type() { global $type; return $type; }
            function wp_cache_delete() {}
            $wpdb = new class {
                public $options = 'wp_options';
                public $asked = [];
                function prepare($sql, $value) { return str_replace('%s', "'$value'", preg_replace('/\s+/', ' ', $sql)); }
                function query($sql) { $this->asked[] = $sql; }
            };
            """;
        const string sql = "INSERT INTO wp_options (option_name, option_value, autoload) VALUES ('store_pages', 'RANDOM', 'off') "
            + "ON DUPLICATE KEY UPDATE option_value = VALUES(option_value)";

        var asked = await RunAsync("pages.php", wordPress + change, ("HAPPENS", happens));

        Assert.Equal(told ? $"0 {sql}" : "0 ", asked);
    }

    [PhpTheory]
    [InlineData("a visitor's page", true)]
    [InlineData("REST_REQUEST", false)]
    [InlineData("WP_CLI", false)]
    [InlineData("wp_doing_cron", false)]
    [InlineData("is_admin", false)]
    [InlineData("is_user_logged_in", false)]
    public async Task Administrators_routes_are_not_made_for_a_visitors_page(string request, bool spared)
    {
        const string script = """
            function wp_doing_cron() { return getenv('REQUEST') === 'wp_doing_cron'; }
            function is_admin() { return getenv('REQUEST') === 'is_admin'; }
            function is_user_logged_in() { return getenv('REQUEST') === 'is_user_logged_in'; }
            ctype_upper(getenv('REQUEST')[0]) && define(getenv('REQUEST'), true);
            $hooks['rest_api_init'][PHP_INT_MIN]();
            // First of all who are asked, so that what extensions add stays.
            echo json_encode([
                isset($hooks['woocommerce_rest_api_get_rest_namespaces'][PHP_INT_MIN]),
                isset($hooks['woocommerce_admin_rest_controllers'][PHP_INT_MIN])]);
            """;

        Assert.Equal(spared ? "[true,true]" : "[false,false]", await RunAsync("rest-routes.php", script, ("REQUEST", request)));
    }

    /// <summary>The second request asks at once for what the first one asked for option by option.</summary>
    [PhpTheory]
    [InlineData("visitor", "", "nowhere,there", "later,nowhere,there")]
    // What is learned is not forgotten, and nothing is learned from those who are shown more than visitors, nor from what is no page.
    [InlineData("visitor", "there", "there,nowhere", "there,later,nowhere")]
    [InlineData("admin", "", "", "")]
    [InlineData("no page", "", "", "")]
    public async Task Options_that_pages_ask_for_one_by_one_are_asked_for_at_once(string who, string known, string first, string second)
    {
        const string wordPress = """
            function did_action() { return getenv('WHO') !== 'no page'; }
            function is_user_logged_in() { return getenv('WHO') === 'admin'; }
            function wp_prime_option_caches($names) { global $primed; $primed[] = implode(',', $names); }
            $wp_object_cache = new \stdClass;
            $learned = getenv('FOLDER') . '/store-options';
            getenv('KNOWN') && file_put_contents($learned, json_encode([getenv('KNOWN')]));
            """;
        const string requests = """
            $numbered = ['alloptions' => 1, 'widget_12' => 'x', '_transient_wc_related_10' => 'x'];
            $wp_object_cache->cache['options'] = $numbered + ['notoptions' => ['nowhere' => true], 'there' => '1'];
            $hooks['shutdown'][10]();
            $after = [implode(',', json_decode((string) @file_get_contents($learned), true) ?? [])];
            $hooks['muplugins_loaded'][10]();
            $wp_object_cache->cache['options'] = ['notoptions' => ['nowhere' => true], 'there' => '1', 'later' => '2'];
            $hooks['shutdown'][10]();
            $after[] = implode(',', json_decode((string) @file_get_contents($learned), true) ?? []);
            for ($i = 0; $i < 300; $i++) {
                $wp_object_cache->cache['options']['option' . chr(97 + $i % 26) . str_repeat('x', intdiv($i, 26))] = '1';
            }
            $hooks['shutdown'][10]();
            echo json_encode([$after, count(json_decode((string) @file_get_contents($learned), true) ?? []), $primed[0]]);
            """;

        var said = JsonNode.Parse(await RunAsync("options.php", wordPress + requests, ("WHO", who), ("KNOWN", known)))!;

        Assert.Equal(
            (Sorted(first), Sorted(second), Sorted(known.Length == 0 ? first : $"{known},nowhere"), who == "visitor" ? 200 : 0),
            (Text(said[0]![0]), Text(said[0]![1]), Text(said[2]), said[1]!.GetValue<int>()));

        static string Text(JsonNode? node) => Sorted(node!.GetValue<string>());

        static string Sorted(string names) => string.Join(',', names.Split(',').Order());
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
