{{/* Labels of every object; pass (dict "root" $ "component" "web"). */}}
{{- define "store.labels" -}}
{{- /* A label takes no "+", which begins a version's build metadata, and 63 characters. */ -}}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" | trunc 63 | trimAll "-_." | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service | quote }}
{{ include "store.podLabels" . }}
{{- end }}

{{/* Labels of pods: without the chart's version, since another template is another pod, and a new chart need not restart a database. */}}
{{- define "store.podLabels" -}}
serverless-stores/store: {{ .root.Values.store.name | quote }}
{{ include "store.selector" . }}
{{- end }}

{{- define "store.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name | quote }}
app.kubernetes.io/instance: {{ .root.Release.Name | quote }}
{{- with .component }}
app.kubernetes.io/component: {{ . | quote }}
{{- end }}
{{- end }}

{{/* Selects pods of several components; pass (dict "root" $ "components" (list "web" "install")). */}}
{{- define "store.selectAny" -}}
matchLabels: {{- include "store.selector" (dict "root" .root "component" "") | nindent 2 }}
matchExpressions:
  - key: app.kubernetes.io/component
    operator: In
    values: {{- toYaml .components | nindent 6 }}
{{- end }}

{{- define "store.plan" -}}
{{- index .Values.plans .Values.plan | toYaml }}
{{- end }}

{{/* Requests and limits of a workload; pass its part of the plan. */}}
{{- define "store.resources" -}}
requests:
  cpu: {{ .cpu | quote }}
  memory: {{ .memory | quote }}
limits:
  cpu: {{ .cpuLimit | quote }}
  memory: {{ .memoryLimit | quote }}
{{- end }}

{{/* What the restricted pod security standard asks of a pod, and of a container. */}}
{{- define "store.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ . }}
runAsGroup: {{ . }}
fsGroup: {{ . }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "store.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{/* What every pod of the store has besides: where it runs and how its images are pulled; nothing by default. */}}
{{- define "store.scheduling" -}}
{{- $pod := dict }}
{{- with .Values.imagePullSecrets }}
{{- $secrets := list }}
{{- range . }}{{- $secrets = append $secrets (dict "name" .) }}{{- end }}
{{- $_ := set $pod "imagePullSecrets" $secrets }}
{{- end }}
{{- range $key := list "nodeSelector" "tolerations" "priorityClassName" }}
{{- with index $.Values.scheduling $key }}{{- $_ := set $pod $key . }}{{- end }}
{{- end }}
{{- with $pod }}{{- toYaml . }}{{- end }}
{{- end }}

{{/* Those of some networks that are of one family; pass (dict "cidrs" (list of networks) "family" 4 or 6). */}}
{{- define "store.cidrsOf" -}}
{{- $found := list }}
{{- range .cidrs }}{{- if eq (contains ":" .) (eq (int $.family) 6) }}{{- $found = append $found . }}{{- end }}{{- end }}
{{- toYaml $found }}
{{- end }}

{{/* Everything but some networks as a policy's peers; pass (dict "cidrs" (list of networks) "onlyKnown" whether a family without any is
     left out). */}}
{{- define "store.everythingBut" -}}
{{- range $family, $all := dict "4" "0.0.0.0/0" "6" "::/0" }}
{{- $but := include "store.cidrsOf" (dict "cidrs" $.cidrs "family" $family) | fromYamlArray }}
{{- if or $but (not $.onlyKnown) }}
- ipBlock:
    cidr: {{ $all | quote }}
    {{- with $but }}
    except: {{- toYaml . | nindent 6 }}
    {{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* A quantity of bytes in whole MiB, rounded down. */}}
{{- define "store.mebibytes" -}}
{{- $bytes := dict "" 1 "k" 1e3 "M" 1e6 "G" 1e9 "T" 1e12 "Ki" 1024 "Mi" 1048576 "Gi" 1073741824 "Ti" 1099511627776 }}
{{- $unit := regexFind "[A-Za-z]*$" . }}
{{- if not (hasKey $bytes $unit) }}{{ fail (printf "%s is no amount of memory" .) }}{{ end }}
{{- divf (mulf (trimSuffix $unit . | float64) (index $bytes $unit)) 1048576 | floor | int }}
{{- end }}

{{/* How many the database admits: a worker has one, and the jobs, probes and an administrator's console share the rest. */}}
{{- define "store.connections" -}}
{{- add (include "store.plan" . | fromYaml).web.workers 16 }}
{{- end }}

{{/* What the database takes in MiB with all connections at work; see database.memory in the values. InnoDB keeps books of a pool's
     pages. */}}
{{- define "store.databaseMemory" -}}
{{- $needs := index .Values.database.memory .Values.database.engine }}
{{- $pool := include "store.mebibytes" (include "store.plan" . | fromYaml).database.bufferPool | float64 }}
{{- $connections := mulf (include "store.connections" . | float64) $needs.connection }}
{{- addf $needs.server .Values.database.logBuffer (mulf $pool 1.06) $connections | ceil | int }}
{{- end }}

{{/* What the shop takes in MiB with all workers at work; see web.memory in the values. */}}
{{- define "store.webMemory" -}}
{{- add .Values.web.memory.server (mul (include "store.plan" . | fromYaml).web.workers .Values.web.memory.worker) }}
{{- end }}

{{/* A value of the store's Secret; pass (dict "root" $ "key" "database-password"), and "optional" true for what it may lack. */}}
{{- define "store.password" -}}
secretKeyRef:
  name: {{ .root.Values.credentials.existingSecret | quote }}
  key: {{ .key | quote }}
  {{- with .optional }}
  optional: {{ . }}
  {{- end }}
{{- end }}

{{- define "store.storageClass" -}}
{{- with .Values.storage.className }}
storageClassName: {{ . | quote }}
{{- end }}
{{- end }}

{{/* The shop's host name; empty where it has none of its own. */}}
{{- define "store.host" -}}
{{- if .Values.exposure.host }}{{ .Values.exposure.host }}{{ else if .Values.exposure.domain }}{{ .Values.store.name }}.{{ .Values.exposure.domain }}{{ end }}
{{- end }}

{{/* "true" where visitors come by HTTPS. */}}
{{- define "store.tls" -}}
{{- if and (eq .Values.exposure.type "Ingress") (or .Values.exposure.clusterIssuer .Values.exposure.tlsSecret) }}true{{ end }}
{{- end }}
