{{- /* The hub's configuration file: what the chart depends on, over what the values say. */ -}}
{{- define "ris.configuration" -}}
{{- $server := dict "host" "0.0.0.0" "port" 8057 "http_port" 0 -}}
{{- with .Values.publicUrl -}}
{{- $_ := set $server "public_url" . -}}
{{- end -}}
{{- with include "ris.enrolmentPort" . | int -}}
{{- $_ := set $server "enrolment_port" . -}}
{{- end -}}
{{- if include "ris.hasTls" . -}}
{{- $tls := dict "cert_file" "/etc/ris/tls/tls.crt" "key_file" "/etc/ris/tls/tls.key" -}}
{{- if include "ris.hasTlsCa" . -}}
{{- $_ := set $tls "ca_file" "/etc/ris/tls/ca.crt" -}}
{{- end -}}
{{- $_ := set $server "tls" $tls -}}
{{- end -}}
{{- $metrics := dict "enabled" .Values.metrics.enabled "host" "0.0.0.0" "port" 9090 -}}
{{- $own := dict
  "environment" .Values.environment
  "data_dir" "/var/lib/ris/data"
  "server" $server
  "monitoring" (dict "metrics" $metrics)
-}}
{{- mergeOverwrite (deepCopy .Values.config) $own | toPrettyJson -}}
{{- end -}}
