{{/* What WordPress reads from its environment, wherever it runs. */}}
{{- define "store.wordpressEnv" -}}
- name: WORDPRESS_DB_HOST
  value: database:3306
- name: WORDPRESS_DB_NAME
  value: wordpress
- name: WORDPRESS_DB_USER
  value: wordpress
- name: WORDPRESS_DB_PASSWORD
  valueFrom: {{- include "store.password" (dict "root" . "key" "database-password") | nindent 4 }}
- name: STORE_HOST
  value: {{ include "store.host" . | quote }}
- name: STORE_TLS
  value: {{ include "store.tls" . | quote }}
{{- include "store.proxyEnv" . }}
{{- end }}

{{/* Where the shop hands in its mail; nothing without a relay. */}}
{{- define "store.mailEnv" -}}
{{- with .Values.mail }}
{{- if and .host (not .from) }}{{ fail "mail.from: must be an address, since mail.host names a relay" }}{{ end }}
{{- if and .host (not .cidrs) }}{{ fail "mail.cidrs: must have the relay's addresses: network policies know no names" }}{{ end }}
{{- if and .existingSecret (not .host) }}{{ fail "mail.existingSecret: must be empty, since mail.host names no relay" }}{{ end }}
{{- if and .existingSecret (eq .encryption "none") }}
{{- fail "mail.encryption: must be starttls or tls, since the password of mail.existingSecret would be for all to read" }}
{{- end }}
{{- end }}
{{- if .Values.mail.host }}
- name: STORE_MAIL_HOST
  value: {{ .Values.mail.host | quote }}
- name: STORE_MAIL_PORT
  value: {{ .Values.mail.port | quote }}
- name: STORE_MAIL_ENCRYPTION
  value: {{ .Values.mail.encryption | quote }}
- name: STORE_MAIL_FROM
  value: {{ .Values.mail.from | quote }}
- name: STORE_MAIL_FROM_NAME
  value: {{ .Values.mail.fromName | quote }}
{{- with .Values.mail.existingSecret }}
- name: STORE_MAIL_USER
  valueFrom:
    secretKeyRef: {name: {{ . | quote }}, key: smtp-user}
- name: STORE_MAIL_PASSWORD
  valueFrom:
    secretKeyRef: {name: {{ . | quote }}, key: smtp-password}
{{- end }}
{{- end }}
{{- end }}

{{/* Where curl and WordPress find the proxy; nothing without one. */}}
{{- define "store.proxyEnv" -}}
{{- with .Values.proxy.url }}
- name: HTTPS_PROXY
  value: {{ . | quote }}
{{- end }}
{{- end }}

{{/* WordPress is used where it lies in the image; the configuration, and what the image lacks, are laid over it. */}}
{{- define "store.wordpressMounts" -}}
- name: config
  mountPath: /usr/src/wordpress/wp-config.php
  subPath: wp-config.php
  readOnly: true
- name: config
  mountPath: /usr/src/wordpress/wp-content/mu-plugins/store.php
  subPath: mu-plugin.php
  readOnly: true
- name: config
  mountPath: /usr/local/etc/php/conf.d/zz-store.ini
  subPath: php.ini
  readOnly: true
{{- if eq .Values.woocommerce.source "download" }}
- name: woocommerce
  mountPath: /usr/src/wordpress/wp-content/plugins/woocommerce
  readOnly: true
- name: wp-cli
  mountPath: /opt/wp-cli
  readOnly: true
{{- end }}
- name: tmp
  mountPath: /tmp
{{- end }}

{{/* Networks of the proxies whose word counts on a visitor's address and scheme, as YAML. Behind an Ingress that is its controller, which
     alone is let in and whose address is one of the cluster's; else nobody but whom the values name. */}}
{{- define "store.proxies" -}}
{{- $controller := ternary .Values.networkPolicy.clusterCidrs list (eq .Values.exposure.type "Ingress") }}
{{- .Values.exposure.trustedProxies | default $controller | toYaml }}
{{- end }}

{{/* Apache's line about visitors' X-Forwarded-Proto; behind an Ingress nobody else can come. */}}
{{- define "store.forwardedProto" -}}
{{- if ne .Values.exposure.type "Ingress" }}
{{- $trusted := list }}
{{- range .Values.exposure.trustedProxies }}{{- $trusted = append $trusted (printf "%%{CONN_REMOTE_ADDR} -ipmatch '%s'" .) }}{{- end -}}
RequestHeader unset X-Forwarded-Proto{{ with $trusted }} "expr=! ({{ join " || " . }})"{{ end }}
{{- end }}
{{- end }}

{{/* The largest request in MiB: the largest upload, and room for the rest of its form. */}}
{{- define "store.maxRequest" -}}
{{- add (trimSuffix "m" .Values.web.maxUpload) 1 }}
{{- end }}

{{/* Without /tmp, which each pod has as large as it needs. */}}
{{- define "store.wordpressVolumes" -}}
- name: config
  configMap:
    name: config
{{- if eq .Values.woocommerce.source "download" }}
- name: woocommerce
  emptyDir: {sizeLimit: 1Gi}
- name: wp-cli
  emptyDir: {sizeLimit: 64Mi}
{{- end }}
{{- end }}

{{/* Fetches what the image lacks; pass (dict "root" $ "resources" (of the pod's container)). */}}
{{- define "store.fetch" -}}
{{- if eq .root.Values.woocommerce.source "download" }}
initContainers:
  - name: fetch
    image: {{ .root.Values.web.image | quote }}
    imagePullPolicy: IfNotPresent
    securityContext: {{- include "store.containerSecurity" . | nindent 6 }}
    command: [sh, /opt/store/fetch.sh]
    env:
      - name: WOOCOMMERCE_URL
        value: {{ .root.Values.woocommerce.url | quote }}
      - name: WOOCOMMERCE_SHA256
        value: {{ .root.Values.woocommerce.sha256 | quote }}
      - name: WP_CLI_URL
        value: {{ .root.Values.wpCli.url | quote }}
      - name: WP_CLI_SHA512
        value: {{ .root.Values.wpCli.sha512 | quote }}
      {{- with include "store.proxyEnv" .root }}
      {{- . | nindent 6 }}
      {{- end }}
    resources: {{- .resources | nindent 6 }}
    terminationMessagePolicy: FallbackToLogsOnError
    volumeMounts:
      - name: config
        mountPath: /opt/store
        readOnly: true
      - name: woocommerce
        mountPath: /fetched/woocommerce
      - name: wp-cli
        mountPath: /fetched/wp-cli
      - name: tmp
        mountPath: /tmp
{{- end }}
{{- end }}

{{/* Labels and spec of a job's pod; pass (dict "root" $ "component" its name "script" "x.php" "env" (list of variables)), and "uploads"
     true for one that works on the uploads. */}}
{{- define "store.jobPod" -}}
metadata:
  labels: {{- include "store.podLabels" . | nindent 4 }}
spec: {{- include "store.jobPodSpec" . | nindent 2 }}
{{- end }}

{{- define "store.jobPodSpec" -}}
{{- $resources := include "store.resources" (include "store.plan" .root | fromYaml).job -}}
restartPolicy: Never
automountServiceAccountToken: false
enableServiceLinks: false
# A job keeps nothing that a kill could harm.
terminationGracePeriodSeconds: 5
securityContext: {{- include "store.podSecurity" .root.Values.web.uid | nindent 2 }}
{{- with include "store.scheduling" .root }}
{{ . }}
{{- end }}
{{- if .uploads }}
# The volume is mounted on one node at a time: the shop's.
affinity:
  podAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      - topologyKey: kubernetes.io/hostname
        labelSelector:
          matchLabels: {{- include "store.selector" (dict "root" .root "component" "web") | nindent 12 }}
{{- end }}
{{- with include "store.fetch" (dict "root" .root "resources" $resources) }}
{{ . }}
{{- end }}
containers:
  - name: {{ .component }}
    image: {{ .root.Values.web.image | quote }}
    imagePullPolicy: IfNotPresent
    securityContext: {{- include "store.containerSecurity" . | nindent 6 }}
    workingDir: /usr/src/wordpress
    command: [php, /opt/store/{{ .script }}]
    env:
      {{- include "store.wordpressEnv" .root | nindent 6 }}
      - name: WP_CLI
        value: {{ ternary "/opt/wp-cli/wp" "/usr/local/bin/wp" (eq .root.Values.woocommerce.source "download") }}
      - name: WP_CLI_CACHE_DIR
        value: /tmp/wp-cli
      {{- with .env }}
      {{- toYaml . | nindent 6 }}
      {{- end }}
    resources: {{- $resources | nindent 6 }}
    terminationMessagePolicy: FallbackToLogsOnError
    volumeMounts:
      {{- include "store.wordpressMounts" .root | nindent 6 }}
      - name: config
        mountPath: /opt/store
        readOnly: true
      {{- if .uploads }}
      - name: uploads
        mountPath: /usr/src/wordpress/wp-content/uploads
        subPath: uploads
      {{- end }}
volumes:
  {{- include "store.wordpressVolumes" .root | nindent 2 }}
  {{- if .uploads }}
  - name: uploads
    persistentVolumeClaim:
      claimName: uploads
  {{- end }}
  - name: tmp
    emptyDir: {sizeLimit: 1Gi}
{{- end }}
