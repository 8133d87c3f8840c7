namespace Functions.IntegrationTests.Cluster;

/// <summary>A small chart for what helm does: a workload, its service, a test, and what a value changes.</summary>
internal static class WitnessChart
{
    /// <summary>Writes the chart into a folder.</summary>
    /// <returns>Its path.</returns>
    public static string Write(string folder)
    {
        var chart = Path.Combine(folder, "witness");
        Directory.CreateDirectory(Path.Combine(chart, "templates"));
        File.WriteAllText(Path.Combine(chart, "Chart.yaml"), "apiVersion: v2\nname: witness\nversion: 1.0.0\n");
        File.WriteAllText(Path.Combine(chart, "values.yaml"), "color: green\nimage: busybox:1\n");
        File.WriteAllText(Path.Combine(chart, "templates", "all.yaml"), """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings}
            data: {color: {{ .Values.color | quote }}}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec:
              selector: {app: web}
              ports: [{name: http, port: 80, protocol: TCP}]
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers: [{name: run, image: {{ .Values.image | quote }}, ports: [{containerPort: 8080, protocol: TCP}]}]
            ---
            apiVersion: batch/v1
            kind: Job
            metadata:
              name: check
              annotations: {helm.sh/hook: test, helm.sh/hook-delete-policy: before-hook-creation}
            spec:
              backoffLimit: 0
              template:
                spec:
                  restartPolicy: Never
                  containers: [{name: check, image: busybox:1}]
            """);
        return chart;
    }
}
