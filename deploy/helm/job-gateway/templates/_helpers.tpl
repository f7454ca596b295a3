{{/* The name of all objects: that of the release, with the chart's name unless it contains it. */}}
{{- define "job-gateway.fullname" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "job-gateway.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "job-gateway.labels" -}}
{{ include "job-gateway.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "job-gateway.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end -}}

{{/* http or https, and the name of the port. */}}
{{- define "job-gateway.scheme" -}}
{{ ternary "https" "http" (ne .Values.tls.secretName "") }}
{{- end -}}

{{/*
The configuration file. It names the disk of an embedded store, and with tls the mounted certificate. The default URL of Redis is
left out beside Sentinels or a Cluster, which the gateway would reject.
*/}}
{{- define "job-gateway.config" -}}
{{- $config := deepCopy .Values.config -}}
{{- if eq $config.store.kind "embedded" -}}
{{- $_ := set $config "store" (mergeOverwrite (dict "path" "/var/lib/job-gateway/store") (omit $config.store "url")) -}}
{{- else if or $config.store.sentinel $config.store.cluster -}}
{{- $_ := set $config "store" (omit $config.store "url") -}}
{{- end -}}
{{- if .Values.tls.secretName -}}
{{- $files := dict "cert_file" "/etc/job-gateway-tls/tls.crt" "key_file" "/etc/job-gateway-tls/tls.key" -}}
{{- $_ := set $config "server" (mergeOverwrite (dict) $config.server (dict "tls" (mergeOverwrite (default (dict) $config.server.tls) $files))) -}}
{{- end -}}
{{- toYaml $config -}}
{{- end -}}

{{/* Faults that the gateway, or Kubernetes, would only show later. */}}
{{- define "job-gateway.check" -}}
{{- if and (eq .Values.config.store.kind "embedded") (gt (int .Values.replicas) 1) -}}
{{- fail (printf "replicas: expected 1 with config.store.kind embedded, got %d; several replicas need redis" (int .Values.replicas)) -}}
{{- end -}}
{{- if regexMatch "^(127\\..*|::1|localhost)$" .Values.config.server.host -}}
{{- fail (printf "config.server.host: expected an address that the service reaches, such as 0.0.0.0, got %s" .Values.config.server.host) -}}
{{- end -}}
{{- if and .Values.config.server.tls (not .Values.tls.secretName) -}}
{{- fail "config.server.tls: expected tls.secretName too, which mounts the certificate and makes the probes use HTTPS" -}}
{{- end -}}
{{- if and (ne .Values.config.store.kind "embedded") (dig "audit" "file" "" .Values.config) -}}
{{- fail "config.audit.file: expected config.store.kind embedded, because replicas over redis have no disk that stays" -}}
{{- end -}}
{{- $delay := dig "shutdown" "delay" "0s" .Values.config -}}
{{- $unit := get (dict "ms" 0 "s" 1 "m" 60 "h" 3600 "d" 86400) (regexFind "[a-z]+$" $delay) | default 0 -}}
{{- $least := add 10 (mul $unit (regexFind "^[0-9]+" $delay | int)) -}}
{{- if lt (int .Values.terminationGracePeriodSeconds) (int $least) -}}
{{- fail (printf "terminationGracePeriodSeconds: expected at least %d, config.shutdown.delay plus 10 s, got %d" $least (int .Values.terminationGracePeriodSeconds)) -}}
{{- end -}}
{{- end -}}
