{{- /* Names and labels that the templates share. */ -}}

{{- define "ris.name" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 52 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "ris.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "ris.labels" -}}
{{ include "ris.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "ris.serviceAccount" -}}
{{- .Values.serviceAccount.name | default (ternary (include "ris.name" .) "default" .Values.serviceAccount.create) -}}
{{- end -}}

{{- /* "true" where it holds, else empty. */ -}}
{{- define "ris.hasMasterKey" -}}
{{- if or .Values.masterKey.value .Values.masterKey.existingSecret -}}true{{- end -}}
{{- end -}}

{{- define "ris.hasMongodb" -}}
{{- if or .Values.mongodb.uri .Values.mongodb.existingSecret -}}true{{- end -}}
{{- end -}}

{{- define "ris.hasTls" -}}
{{- if or .Values.tls.certificate .Values.tls.existingSecret -}}true{{- end -}}
{{- end -}}

{{- define "ris.hasTlsCa" -}}
{{- if or .Values.tls.ca (and .Values.tls.existingSecret .Values.tls.existingSecretHasCa) -}}true{{- end -}}
{{- end -}}

{{- define "ris.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{- /* Ports of further listeners, as the settings say; 0 is none. Where everyone at the main port must show a certificate, those
who have none yet, and probes, come to the enrolment port. */ -}}
{{- define "ris.agentPort" -}}
{{- dig "server" "agent_port" 0 .Values.config | int -}}
{{- end -}}

{{- define "ris.requiresCertificates" -}}
{{- if eq (dig "server" "tls" "client_auth" "request" .Values.config) "require" -}}true{{- end -}}
{{- end -}}

{{- define "ris.enrolmentPort" -}}
{{- $set := dig "server" "enrolment_port" 0 .Values.config | int -}}
{{- if and (eq $set 0) (include "ris.requiresCertificates" .) -}}8058{{- else -}}{{- $set -}}{{- end -}}
{{- end -}}

{{- /* The ports that are there, beside the main one, as a list of name and number. */ -}}
{{- define "ris.morePorts" -}}
{{- $ports := list -}}
{{- range $name := list "agents" "enrolment" -}}
{{- $port := include (ternary "ris.agentPort" "ris.enrolmentPort" (eq $name "agents")) $ | int -}}
{{- if $port -}}
{{- $ports = append $ports (dict "name" $name "port" $port) -}}
{{- end -}}
{{- end -}}
{{- $ports | toJson -}}
{{- end -}}

{{- define "ris.probePort" -}}
{{- ternary "enrolment" "https" (eq (include "ris.requiresCertificates" .) "true") -}}
{{- end -}}
