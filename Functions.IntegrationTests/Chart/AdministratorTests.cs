using CliWrap;
using CliWrap.Buffered;

namespace Functions.IntegrationTests.Chart;

/// <summary>What the chart's setup does to a shop's users: the real script on a WordPress that writes down what it is asked.</summary>
public sealed class AdministratorTests : IDisposable
{
    // The first question after the administrator's part ends the script.
    private const string WordPress =
        """
        <?php
        define( 'ABSPATH', __DIR__ . '/' );
        class User { public $ID = 7; public $roles = array(); function set_role( $role ) { say( "make administrator: $role" ); } }
        function say( $line ) { echo "$line\n"; }
        function get_role() { return true; }
        function get_term() { return true; }
        function is_wp_error() { return false; }
        function get_option( $name ) { return $name === 'store_configured' ? getenv( 'CONFIGURED' ) : exit( 0 ); }
        function get_user_by( $by, $name ) { say( "find by $by: $name" ); return getenv( 'FOUND' ) || $by === 'id' ? new User() : false; }
        function wp_insert_user( $user ) { say( "add: {$user['user_login']}" ); return 7; }
        function wp_update_user( $user ) { say( 'change: ' . json_encode( $user ) ); }
        require $argv[1];
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [PhpTheory]
    [InlineData("owner-1a2b3c4d", "owner-1a2b3c4d")]
    [InlineData(null, "admin")]
    public async Task A_new_shops_administrator_has_the_secrets_name_or_is_admin_and_visitors_are_told_another(string? secret, string name)
    {
        var did = await SetUpAsync(("STORE_ADMIN_USER", secret));

        Assert.Equal(
            [
                $"find by login: {name}", $"add: {name}", "find by id: 7", "make administrator: administrator",
                """change: {"ID":7,"user_nicename":"owner","nickname":"Owner","display_name":"Owner"}""",
            ],
            did);
    }

    [PhpFact]
    public async Task One_whom_an_interrupted_run_made_is_not_made_twice() =>
        Assert.DoesNotContain("add: owner-1a2b3c4d", await SetUpAsync(("STORE_ADMIN_USER", "owner-1a2b3c4d"), ("FOUND", "1")));

    [PhpTheory]
    [InlineData("owner-1a2b3c4d")]
    [InlineData(null)]
    public async Task A_shop_that_is_set_up_keeps_the_users_that_it_has(string? secret) =>
        Assert.Empty(await SetUpAsync(("STORE_ADMIN_USER", secret), ("CONFIGURED", "10.9.4")));

    private async Task<string[]> SetUpAsync(params (string Name, string? Value)[] environment)
    {
        var wordPress = Path.Combine(_folder.Path, "wordpress.php");
        var includes = Directory.CreateDirectory(Path.Combine(_folder.Path, "wp-admin", "includes"));
        await File.WriteAllTextAsync(Path.Combine(includes.FullName, "upgrade.php"), "<?php");
        await File.WriteAllTextAsync(wordPress, WordPress);
        var run = await Cli.Wrap("php")
            .WithArguments([wordPress, Path.Combine(AppContext.BaseDirectory, "charts", "store", "files", "setup.php")])
            .WithEnvironmentVariables(environment.ToDictionary(variable => variable.Name, variable => variable.Value))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();
        Assert.True(run.ExitCode == 0, run.StandardOutput + run.StandardError);
        return run.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
