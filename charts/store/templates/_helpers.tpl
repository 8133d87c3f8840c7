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
