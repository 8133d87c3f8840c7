using System.Text;
using CliWrap;
using CliWrap.Buffered;

namespace Functions.IntegrationTests.Chart;

/// <summary>What the database's start makes of a volume, with the image's entrypoint played.</summary>
public sealed class DatabaseStartTests : IDisposable
{
    private static readonly string s_scripts = Path.Combine(AppContext.BaseDirectory, "charts", "store", "files");

    private readonly TempFolder _folder = new();

    public DatabaseStartTests()
    {
        Directory.CreateDirectory(Data);
        WriteProgram("docker-entrypoint.sh", "echo \"started $*\"");
        var script = File.ReadAllText(Path.Combine(s_scripts, "database.sh"));
        Assert.Contains("data=/var/lib/mysql", script, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_folder.Path, "database.sh"), script.Replace("/var/lib/mysql", Data, StringComparison.Ordinal));
    }

    private string Data => Path.Combine(_folder.Path, "data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_empty_volume_is_the_images_to_make() => Assert.Equal(("started --max-connections=24", ""), await StartAsync());

    /// <summary>Whatever a first start had made when it was killed, the server's own tables included.</summary>
    [Theory]
    [InlineData("ibdata1")]
    [InlineData("ibdata1", "mysql/user.frm", "mysql/general_log.CSV")]
    [InlineData("ibdata1", "mysql.ibd", "mysql/user.MYD", "sys/sys_config.ibd", "#innodb_redo/#ib_redo0", "#innodb_temp/temp_1.ibt")]
    [InlineData("ibdata1", "mysql/global_priv.MAD", "performance_schema/db.opt", "wordpress/db.opt", ".my-healthcheck.cnf")]
    public async Task A_volume_that_was_left_half_made_is_made_anew(params string[] files)
    {
        Write(files);

        var (output, error) = await StartAsync();

        Assert.Equal("started --max-connections=24", output);
        Assert.Contains("made anew", error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Data));
    }

    /// <summary>Volumes of earlier charts have no mark, and an administrator may keep a database of his own beside the shop's.</summary>
    [Theory]
    [InlineData("wordpress/wp_posts.ibd")]
    [InlineData("wordpress/wp_options.frm")]
    [InlineData("shop/wp_posts.MYD")]
    [InlineData("shop/wp_posts.MAD")]
    [InlineData("shop/prices.CSV")]
    [InlineData("shop/archive.ARZ")]
    [InlineData("store-initialised")]
    public async Task A_volume_that_may_hold_a_shop_is_never_made_anew(string file)
    {
        Write("ibdata1", "mysql/user.frm", file);

        Assert.Equal(("started --max-connections=24", ""), await StartAsync());
        Assert.All(["ibdata1", "mysql/user.frm", file], kept => Assert.True(File.Exists(Path.Combine(Data, kept)), kept));
    }

    [Theory]
    [InlineData("echo \"find: wordpress: Permission denied\" >&2; exit 1")]
    [InlineData("echo \"find: wordpress: Input/output error\" >&2")]
    public async Task A_volume_that_cannot_be_read_is_never_made_anew(string find)
    {
        WriteProgram("find", find);
        Write("ibdata1", "mysql/user.frm");

        Assert.Equal(("started --max-connections=24", ""), await StartAsync());
        Assert.True(File.Exists(Path.Combine(Data, "ibdata1")));
    }

    [Fact]
    public async Task Whoever_is_still_at_work_on_the_volume_is_waited_for()
    {
        // The one before leaves its work half done, and the next has only looked at the volume when it sees that.
        WriteProgram("flock", "touch \"$FOLDER/waiting\"; exec /usr/bin/flock \"$@\"");
        var before = RunAsync("""
            exec 8< "$FOLDER/data"; /usr/bin/flock 8; touch "$FOLDER/held"
            until [ -e "$FOLDER/waiting" ]; do sleep 0.02; done
            touch "$FOLDER/data/ibdata1"
            """);
        await Eventually.TrueAsync(
            () => Task.FromResult(File.Exists(Path.Combine(_folder.Path, "held"))), () => "the one before should be at work");

        var (_, error) = await StartAsync();

        Assert.Contains("made anew", error, StringComparison.Ordinal);
        Assert.Equal(0, (await before).ExitCode);
    }

    [Theory]
    [InlineData(false, "--disable-log-bin")]
    [InlineData(true, "--binlog-expire-logs-seconds=3600 --max-binlog-size=64M")]
    public async Task MySQL_keeps_a_binary_log_only_where_it_was_begun_and_not_for_long(bool begun, string options)
    {
        Write("wordpress/wp_posts.ibd");
        if (begun)
        {
            Write("binlog.index", "binlog.000001");
        }

        Assert.Equal(($"started --max-connections=24 {options}", ""), await StartAsync(("MYSQL_DATABASE", "wordpress")));
    }

    [Fact]
    public async Task The_mark_is_set_when_what_was_made_is_on_the_disk()
    {
        var script = await File.ReadAllTextAsync(Path.Combine(s_scripts, "initialised.sh"));
        script = script.Replace("/var/lib/mysql", Data, StringComparison.Ordinal);
        var refused = await RunAsync($"docker_process_sql() {{ cat; return 1; }}\n{script}");
        Assert.Equal((1, "FLUSH TABLES;"), (refused.ExitCode, refused.StandardOutput.Trim()));
        Assert.False(File.Exists(Path.Combine(Data, "store-initialised")));

        Assert.Equal(0, (await RunAsync($"docker_process_sql() {{ cat; }}\n{script}")).ExitCode);
        Assert.True(File.Exists(Path.Combine(Data, "store-initialised")));
    }

    private async Task<(string Output, string Error)> StartAsync(params (string Name, string Value)[] environment)
    {
        var run = await RunAsync("exec bash \"$FOLDER/database.sh\" --max-connections=24", environment);
        Assert.True(run.ExitCode == 0, run.StandardError);
        return (run.StandardOutput.Trim(), run.StandardError.Trim());
    }

    // As strict as the images' entrypoints are.
    private Task<BufferedCommandResult> RunAsync(string script, params (string Name, string Value)[] environment) => Cli.Wrap("bash")
        .WithArguments(["-e", "-o", "pipefail", "-c", script])
        .WithEnvironmentVariables(variables =>
        {
            variables.Set("FOLDER", _folder.Path)
                .Set("PATH", $"{Path.Combine(_folder.Path, "bin")}:{Environment.GetEnvironmentVariable("PATH")}");
            foreach (var (name, value) in environment)
            {
                variables.Set(name, value);
            }
        })
        .WithValidation(CommandResultValidation.None)
        .ExecuteBufferedAsync(Encoding.UTF8);

    private void WriteProgram(string name, string script)
    {
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder.Path, "bin")).FullName, name);
        File.WriteAllText(file, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private void Write(params string[] files)
    {
        foreach (var file in files.Select(file => Path.Combine(Data, file)))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, "x");
        }
    }
}
