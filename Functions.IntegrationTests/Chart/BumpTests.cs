using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Functions.IntegrationTests.Helm;

namespace Functions.IntegrationTests.Chart;

/// <summary>tools/bump on a copy of what it changes, against a server of the test's own.</summary>
public sealed partial class BumpTests : IAsyncLifetime, IDisposable
{
    private const string Version = "97.98.99";
    private const string Archive = "/plugin/woocommerce.zip";
    private const string One = "/one/project/checksums.txt";
    private const string Two = "/two/project/Dockerfile";
    private const string Digest = "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    private readonly BumpStage _stage = new();
    private readonly byte[] _zip = Zip(Version);

    public Task InitializeAsync() => BumpStage.Missing is null ? _stage.StartAsync() : Task.CompletedTask;

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    public void Dispose() => _stage.Dispose();

    [BumpFact]
    public async Task An_archive_that_two_sources_know_is_taken_over_everywhere()
    {
        _stage.Serve(Archive, _zip);
        // As sha256sum prints it, and as PowerShell does.
        _stage.Serve(One, $"{Sha256(_zip)}  woocommerce.zip\n");
        _stage.Serve(Two, $"ARG SUM={Sha256(_zip).ToUpperInvariant()}\n");

        var (code, said) = await WooCommerceAsync(One, Two);

        Assert.True(code == 0, said);
        Assert.Equal(["charts/store/Chart.yaml", "charts/store/values.yaml", "images/store/Dockerfile"], _stage.Changed());
        Assert.All(_stage.Changed(), file => Assert.Contains(file, said, StringComparison.Ordinal));
        Assert.Contains("UPDATE_GOLDEN=1 dotnet test", said, StringComparison.Ordinal);
        var address = $"https://downloads.wordpress.org/plugin/woocommerce.{Version}.zip";
        Assert.Contains(
            $"""
              version: {Version}
              # Where to download it, and its SHA-256.
              url: {address}
              # Checksum seen at {_stage.Host}{One}
              # Checksum seen at {_stage.Host}{Two}
              sha256: {Sha256(_zip)}

            """,
            _stage.Read("charts/store/values.yaml"), StringComparison.Ordinal);
        Assert.Contains($"appVersion: \"{Version}\"\n", _stage.Read("charts/store/Chart.yaml"), StringComparison.Ordinal);
        Assert.Contains(
            $"ARG WOOCOMMERCE_URL={address}\nARG WOOCOMMERCE_SHA256={Sha256(_zip)}\n", _stage.Read("images/store/Dockerfile"),
            StringComparison.Ordinal);
        var lint = await HelmTool.RunAsync(null, "lint", "--strict", _stage.Path("charts/store"));
        Assert.True(lint.ExitCode == 0, lint.StandardOutput + lint.StandardError);
    }

    [BumpFact]
    public async Task What_was_written_once_is_replaced_the_next_time()
    {
        _stage.Serve(Archive, _zip);
        foreach (var path in new[] { One, Two, "/three/checksums.txt" })
        {
            _stage.Serve(path, Sha256(_zip));
        }

        Assert.Equal(0, (await WooCommerceAsync(One, Two)).Code);
        Assert.Equal(0, (await WooCommerceAsync("/three/checksums.txt", Two)).Code);

        var seen = Seen().Matches(_stage.Read("charts/store/values.yaml")).Select(match => match.Groups["page"].Value);
        Assert.Contains($"{_stage.Host}/three/checksums.txt", seen);
        Assert.DoesNotContain($"{_stage.Host}{One}", seen);
        Assert.Contains("there already", (await WooCommerceAsync("/three/checksums.txt", Two)).Said, StringComparison.Ordinal);
    }

    [BumpFact]
    public async Task The_command_line_tool_is_taken_over_by_its_longer_checksum()
    {
        byte[] phar = [1, 2, 3];
        var checksum = Convert.ToHexStringLower(SHA512.HashData(phar));
        _stage.Serve("/wp-cli.phar", phar);
        _stage.Serve(One, checksum);
        _stage.Serve(Two, checksum);

        var (code, said) = await _stage.RunAsync(
            "wp-cli", Version, "--from", _stage.At("/wp-cli.phar"), "--source", _stage.At(One), "--source", _stage.At(Two));

        Assert.True(code == 0, said);
        var address = $"https://github.com/wp-cli/wp-cli/releases/download/v{Version}/wp-cli-{Version}.phar";
        Assert.Contains($"  url: {address}\n", _stage.Read("charts/store/values.yaml"), StringComparison.Ordinal);
        Assert.Contains($"  sha512: {checksum}\n", _stage.Read("charts/store/values.yaml"), StringComparison.Ordinal);
        Assert.Contains(
            $"ARG WP_CLI_URL={address}\nARG WP_CLI_SHA512={checksum}\n", _stage.Read("images/store/Dockerfile"), StringComparison.Ordinal);
    }

    [BumpTheory]
    [InlineData("wordpress", "97.98.99-php8.3-apache", "  image: ", "images/store/Dockerfile")]
    [InlineData("mariadb", "11.8.99", "    mariadb: ")]
    [InlineData("mysql", "8.4.99", "    mysql: ")]
    public async Task An_image_is_taken_over_with_its_digest(string image, string tag, string key, params string[] others)
    {
        _stage.Serve(One, $"FROM {image}:{tag}@{Digest}");
        _stage.Serve(Two, $"| {image} | `{Digest}` |");

        var (code, said) = await _stage.RunAsync(
            image, tag, "--digest", Digest, "--source", _stage.At(One), "--source", _stage.At(Two));

        Assert.True(code == 0, said);
        Assert.Equal(["charts/store/values.yaml", .. others], _stage.Changed());
        Assert.Contains($"\n{key}{image}:{tag}@{Digest}\n", _stage.Read("charts/store/values.yaml"), StringComparison.Ordinal);
        Assert.All(
            others, file => Assert.Contains($"\nFROM {image}:{tag}@{Digest}\n", _stage.Read(file), StringComparison.Ordinal));
        // The memory of a server, which has the same key, stays.
        Assert.Contains("    mysql: {server: ", _stage.Read("charts/store/values.yaml"), StringComparison.Ordinal);
    }

    [BumpTheory]
    [InlineData("", "there are 0", One)]
    [InlineData(One, "there are 1", One)]
    [InlineData($"{One} {One}", "same hands", One)]
    [InlineData($"{One} /one/other/README.md", "same hands", One, "/one/other/README.md")]
    [InlineData($"{One} {Two}", "does not have the checksum", One)]
    [InlineData($"{One} /none", "/none cannot be downloaded: ", One)]
    [InlineData($"{One} /moved", "/moved cannot be downloaded: HTTP 302", One)]
    public async Task Too_few_sources_that_agree_change_nothing(string sources, string words, params string[] knowing)
    {
        _stage.Serve(Archive, _zip);
        _stage.Serve(Two, $"{Sha256([])} {Sha256(_zip)}0");
        _stage.Answers["/moved"] = context =>
        {
            context.Response.Redirect(One);
            return Task.CompletedTask;
        };
        foreach (var path in knowing)
        {
            _stage.Serve(path, Sha256(_zip));
        }

        Refused(words, await WooCommerceAsync(sources.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    [BumpFact]
    public async Task An_archive_with_another_version_changes_nothing() => Refused(
        $"has version 1.2.3, not {Version}", await OfferAsync(Zip("1.2.3")));

    [BumpFact]
    public async Task An_archive_without_the_plugin_changes_nothing() => Refused(
        "has no woocommerce.php", await OfferAsync(Zip(Version, "other/other.php")));

    [BumpFact]
    public async Task What_is_no_archive_changes_nothing() => Refused(
        "is no whole zip archive", await OfferAsync("<html>not found</html>"u8.ToArray()));

    [BumpFact]
    public async Task An_archive_that_is_not_there_changes_nothing() => Refused(
        $"{Archive} cannot be downloaded: ", await WooCommerceAsync(One, Two));

    [BumpFact]
    public async Task A_download_that_breaks_off_changes_nothing()
    {
        _stage.Serve(One, Sha256(_zip[..^1]));
        _stage.Serve(Two, Sha256(_zip[..^1]));
        _stage.Answers[Archive] = async context =>
        {
            context.Response.ContentLength = _zip.Length;
            await context.Response.Body.WriteAsync(_zip.AsMemory(..^1));
            await context.Response.Body.FlushAsync();
            context.Abort();
        };

        Refused($"{Archive} cannot be downloaded: ", await WooCommerceAsync(One, Two));
    }

    [BumpFact]
    public async Task A_file_in_which_the_version_has_no_place_keeps_the_others_as_they_are()
    {
        var dockerfile = _stage.Path("images/store/Dockerfile");
        await File.WriteAllTextAsync(dockerfile, "FROM scratch\n");
        _stage.Begin();

        Refused("images/store/Dockerfile has no place for", await OfferAsync(_zip));
    }

    [BumpTheory]
    [InlineData("is none of", "apache", "2.4.1")]
    [InlineData("is no version of woocommerce", "woocommerce", "latest")]
    [InlineData("is no version of woocommerce", "woocommerce", "11.2.0\nx")]
    [InlineData("is no version of mysql", "mysql", "8.4.11@sha256:1")]
    [InlineData("is no tag of wordpress", "wordpress", "7.1.2")]
    [InlineData("is unknown", "woocommerce", Version, "--force", "yes")]
    [InlineData("--source has no value", "woocommerce", Version, "--source")]
    [InlineData("is no https address", "woocommerce", Version, "--source", "http://example.com/checksums.txt")]
    [InlineData("is no https address", "woocommerce", Version, "--source", "file:///etc/passwd")]
    [InlineData("is no https address", "woocommerce", Version, "--source", "https://user:secret@example.com/checksums.txt")]
    [InlineData("is no https address", "woocommerce", Version, "--source", "https://example.com//checksums.txt")]
    [InlineData("is no https address", "woocommerce", Version, "--source", "https://example.com:443/checksums.txt")]
    [InlineData("is no https address", "woocommerce", Version, "--from", "http://127.0.0.1.example.com/woocommerce.zip")]
    [InlineData("--digest is for images", "woocommerce", Version, "--digest", "sha256:1")]
    [InlineData("--digest has to be", "mysql", "8.4.99", "--digest", "sha256:1")]
    [InlineData("--digest has to be", "mysql", "8.4.99")]
    [InlineData("is of another line than mysql:8.4.", "mysql", "9.7.2", "--digest", Digest)]
    [InlineData("--from is for archives", "mariadb", "11.8.99", "--digest", Digest, "--from", "https://example.com/mariadb")]
    public async Task What_makes_no_sense_changes_nothing(string words, params string[] arguments) =>
        Refused(words, await _stage.RunAsync(arguments));

    private static string Sha256(byte[] data) => Convert.ToHexStringLower(SHA256.HashData(data));

    private static byte[] Zip(string version, string plugin = "woocommerce/woocommerce.php")
    {
        using var data = new MemoryStream();
        using (var zip = new ZipArchive(data, ZipArchiveMode.Create))
        {
            using var file = new StreamWriter(zip.CreateEntry(plugin).Open());
            file.Write($"<?php\n/**\n * Plugin Name: WooCommerce\n * Version: {version}\n * Requires at least: 7.0\n */\n");
        }

        return data.ToArray();
    }

    private Task<(int Code, string Said)> WooCommerceAsync(params string[] sources) => _stage.RunAsync(
        ["woocommerce", Version, "--from", _stage.At(Archive), .. sources.SelectMany(path => new[] { "--source", _stage.At(path) })]);

    private Task<(int Code, string Said)> OfferAsync(byte[] archive)
    {
        _stage.Serve(Archive, archive);
        _stage.Serve(One, Sha256(archive));
        _stage.Serve(Two, Sha256(archive));
        return WooCommerceAsync(One, Two);
    }

    private void Refused(string words, (int Code, string Said) run)
    {
        Assert.Equal(1, run.Code);
        Assert.Contains(words, run.Said, StringComparison.Ordinal);
        Assert.EndsWith("; nothing is changed\n", run.Said, StringComparison.Ordinal);
        Assert.Empty(_stage.Changed());
    }

    [GeneratedRegex("# Checksum seen at (?<page>.*)")]
    private static partial Regex Seen();
}
