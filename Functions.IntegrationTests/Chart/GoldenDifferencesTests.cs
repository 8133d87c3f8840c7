using System.Text.Json.Nodes;

namespace Functions.IntegrationTests.Chart;

/// <summary>That no change of a manifest goes unseen, and none is told wrong: each is made of its text again.</summary>
public sealed class GoldenDifferencesTests
{
    private const string Before = """
        kind: Deployment
        metadata: {name: web, labels: {helm.sh/chart: store}}
        spec:
          containers:
            - {name: web, command: [php, -S, "80"], env: [{name: HOST, value: ""}, {name: TLS, value: ""}]}
            - {name: side}
          mounts: [{name: config, mountPath: /a}, {name: config, mountPath: /b}]
          rules: [{port: 80}, {port: 81}]
          words: [a, --b=1, --c]
          twice: [a, a]
        ---
        kind: Job
        metadata: {name: install}
        ---
        kind: ConfigMap
        metadata: {name: checks}
        data:
          check: |
            apiVersion: batch/v1
            spec: {retries: 1}
        """;

    private const string After = """
        kind: ConfigMap
        metadata: {name: checks}
        data:
          check: |
            apiVersion: batch/v1
            spec: {retries: "1"}
        ---
        kind: Deployment
        metadata: {name: web}
        spec:
          containers:
            - {name: first, image: "a → b: c"}
            - {name: web, command: [php, -S, "81"], env: [{name: TLS, value: "true"}, {name: ZONE, value: "no"}]}
          mounts: [{name: config, mountPath: /a}, {name: tmp, mountPath: /c}]
          rules: [{port: 80}, {host: b}, {}]
          words: [--b=2, --d=x, --c, --e]
          twice: [a]
          more: null
        ---
        kind: Service
        metadata: {name: web}
        """;

    private const string Text = """

        ConfigMap/checks check
          ! spec.retries: 1 → "1"

        Deployment/web
          - metadata.labels
          ! spec.containers[web].command[2]: "80" → "81"
          - spec.containers[web].env[HOST]
          ! spec.containers[web].env[TLS].value: "" → "true"
          + spec.containers[web].env[ZONE]:
            name: "ZONE"
            value: "no"
          - spec.containers[side]
          + spec.containers[first] at 0:
            name: "first"
            image: "a → b: c"
          - spec.mounts[mountPath=/b]
          + spec.mounts[mountPath=/c]:
            name: "tmp"
            mountPath: "/c"
          - spec.rules[1].port: 81
          + spec.rules[1].host: "b"
          + spec.rules[2]: {}
          - spec.words[a]: "a"
          ! spec.words[--b]: "--b=1" → "--b=2"
          + spec.words[--d] at 1: "--d=x"
          + spec.words[--e]: "--e"
          ! spec.twice: ["a","a"] → ["a"]
          + spec.more: null

        - Job/install

        + Service/web
          kind: "Service"
          metadata:
            name: "web"

        """;

    [Fact]
    public void Differences_are_told_by_object_and_path()
    {
        var (before, after) = (GoldenManifests.Read(Before), GoldenManifests.Read(After));

        Assert.Equal(Text, GoldenDifferences.Between(before, after));
        GoldenManifests.AssertSame(after, GoldenPatch.Apply(before, Text));
        Assert.Empty(GoldenDifferences.Between(after, after));
    }

    [Fact]
    public void Every_change_of_a_golden_manifest_is_told_and_made_again()
    {
        var local = GoldenManifests.Read(File.ReadAllText(Path.Combine(GoldenTests.Folder, "local.yaml")));
        var files = Directory.GetFiles(GoldenTests.Folder, "*.diff");
        Assert.NotEmpty(files);
        var told = 0;
        foreach (var variant in files.Select(file => GoldenPatch.Apply(local, File.ReadAllText(file))).Prepend(local))
        {
            // What a variant leaves as it is, is tried with the base.
            foreach (var (name, manifest) in variant.Where(
                item => variant == local || !JsonNode.DeepEquals(item.Value, local.GetValueOrDefault(item.Key))))
            {
                var before = local.Where(item => item.Key == name).ToDictionary();
                foreach (var changed in GoldenChanges.Each(manifest, valuesOnly: variant != local))
                {
                    var text = GoldenDifferences.Between(before, new Dictionary<string, JsonNode> { [name] = changed });
                    // A text that did not tell the change would make what was before it.
                    if (!JsonNode.DeepEquals(changed, GoldenPatch.Apply(before, text).GetValueOrDefault(name)))
                    {
                        Assert.Fail($"{name} becomes\n{changed}\nof which is told\n{text}");
                    }

                    told++;
                }
            }
        }

        Assert.InRange(told, 5000, int.MaxValue);
    }

    [Theory]
    [InlineData("0440")]
    [InlineData("1.50")]
    [InlineData("1e3")]
    [InlineData("0x1F")]
    [InlineData("yes")]
    [InlineData("~")]
    [InlineData("True")]
    [InlineData("2026-11-30")]
    [InlineData("!!str 1")]
    public void What_readers_of_yaml_do_not_agree_on_is_refused(string value) =>
        Assert.Throws<FormatException>(() => GoldenManifests.Read($"kind: Pod\nmetadata: {{name: web}}\nvalue: {value}"));

    [Fact]
    public void Two_objects_of_one_name_are_refused() =>
        Assert.Throws<ArgumentException>(() => GoldenManifests.Read("kind: Pod\nmetadata: {name: a}\n---\nkind: Pod\nmetadata: {name: a}"));
}
