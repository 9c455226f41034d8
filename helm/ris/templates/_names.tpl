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
