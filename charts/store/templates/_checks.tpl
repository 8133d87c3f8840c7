{{/* The pods of the two checks. */}}
{{- define "store.shopCheck" -}}
{{- include "store.jobPod" (dict "root" . "component" "shop-check" "script" "shop-check.php" "env" list) }}
{{- end }}

{{- define "store.isolationCheck" -}}
{{- $env := list (dict "name" "NODE_ADDRESS" "valueFrom" (dict "fieldRef" (dict "fieldPath" "status.hostIP"))) (dict "name" "TARGETS" "value" (join " " .Values.isolationCheck.targets)) }}
{{- include "store.jobPod" (dict "root" . "component" "isolation-check" "script" "isolation-check.php" "env" $env) }}
{{- end }}

{{/* A Job to create, as often as wanted; pass (dict "name" "shop-check" "pod" its pod). It is no part of the release. */}}
{{- define "store.checkJob" -}}
apiVersion: batch/v1
kind: Job
metadata:
  generateName: {{ .name }}-
spec:
  backoffLimit: 0
  activeDeadlineSeconds: 300
  ttlSecondsAfterFinished: 3600
  template: {{- .pod | nindent 4 }}
{{- end }}
