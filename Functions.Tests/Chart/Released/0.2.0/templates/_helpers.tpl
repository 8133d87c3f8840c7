{{/* Labels of every object; pass (dict "root" $ "component" "web"). */}}
{{- define "store.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service | quote }}
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

{{/* A password from the store's Secret; pass (dict "root" $ "key" "database-password"). */}}
{{- define "store.password" -}}
secretKeyRef:
  name: {{ .root.Values.credentials.existingSecret | quote }}
  key: {{ .key | quote }}
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
