{{- /* Combinations of values that could only fail later, or lose something. */ -}}

{{- define "ris.check" -}}
{{- include "ris.checkSecrets" . -}}
{{- include "ris.checkStore" . -}}
{{- include "ris.checkConfig" . -}}
{{- include "ris.checkPorts" . -}}
{{- if eq .Values.environment "production" -}}
{{- if not (include "ris.hasMongodb" .) -}}
{{- fail "environment production needs a store of its own: set mongodb.existingSecret or mongodb.uri" -}}
{{- end -}}
{{- if not (include "ris.hasTls" .) -}}
{{- fail "environment production needs a server certificate: set tls.existingSecret, or tls.certificate and tls.privateKey" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "ris.checkSecrets" -}}
{{- if and .Values.masterKey.value .Values.masterKey.existingSecret -}}
{{- fail "masterKey: give value or existingSecret, not both" -}}
{{- end -}}
{{- if and .Values.mongodb.uri .Values.mongodb.existingSecret -}}
{{- fail "mongodb: give uri or existingSecret, not both" -}}
{{- end -}}
{{- if and .Values.tls.certificate .Values.tls.existingSecret -}}
{{- fail "tls: give certificate and privateKey, or existingSecret, not both" -}}
{{- end -}}
{{- if ne (empty .Values.tls.certificate) (empty .Values.tls.privateKey) -}}
{{- fail "tls: certificate and privateKey belong together" -}}
{{- end -}}
{{- if and .Values.tls.ca (not .Values.tls.certificate) -}}
{{- fail "tls: ca has no use without certificate; for an existing Secret set existingSecretHasCa" -}}
{{- end -}}
{{- end -}}

{{- define "ris.checkStore" -}}
{{- $mongodb := include "ris.hasMongodb" . -}}
{{- if and (gt (int .Values.replicas) 1) (not $mongodb) -}}
{{- fail "more than one replica needs MongoDB, since the embedded store belongs to one hub: set mongodb.existingSecret or mongodb.uri" -}}
{{- end -}}
{{- if and (gt (int .Values.replicas) 1) (not .Values.agentCa.existingSecret) -}}
{{- fail "more than one replica needs agentCa.existingSecret: every hub must trust the certificates that another one signed" -}}
{{- end -}}
{{- $command := dig "security" "master_key_command" "" .Values.config -}}
{{- if and $command (include "ris.hasMasterKey" .) -}}
{{- fail "masterKey and config.security.master_key_command: give one" -}}
{{- end -}}
{{- if and $mongodb (not $command) (not (include "ris.hasMasterKey" .)) -}}
{{- fail "with MongoDB set masterKey.existingSecret, masterKey.value or config.security.master_key_command: what the store holds must outlive a pod's volume" -}}
{{- end -}}
{{- if and $mongodb (not .Values.persistence.enabled) (not .Values.agentCa.existingSecret) -}}
{{- fail "with MongoDB and without persistence set agentCa.existingSecret, or every restart cuts off all agents" -}}
{{- end -}}
{{- end -}}

{{- define "ris.checkPorts" -}}
{{- $taken := list 8057 9090 -}}
{{- range include "ris.morePorts" . | fromJsonArray -}}
{{- if has (int .port) $taken -}}
{{- fail (printf "the port for %s, %d, is taken by another listener" .name (int .port)) -}}
{{- end -}}
{{- $taken = append $taken (int .port) -}}
{{- end -}}
{{- end -}}

{{- /* A ConfigMap is no place for secrets. The list is that of docs/configuration.md, with the other places of a key. */ -}}
{{- define "ris.checkConfig" -}}
{{- $secrets := list
  "authentication.jwt.secret"
  "authentication.ldap.bind_password"
  "authentication.oidc.client_secret"
  "ldap.bind_password"
  "database.mongodb.uri"
  "database.mongodb_uri"
  "database.redis.password"
  "database.redis.uri"
  "database.redis_uri"
  "monitoring.alerting.webhook_secret"
  "monitoring.alerting.webhook_url"
  "security.monitoring.alerting.webhook_secret"
  "security.monitoring.alerting.webhook_url"
  "security.master_key"
  "security.previous_master_keys"
-}}
{{- $config := .Values.config -}}
{{- range $secret := $secrets -}}
{{- $place := dict "node" $config -}}
{{- range $part := splitList "." $secret -}}
{{- if and (kindIs "map" $place.node) (hasKey $place.node $part) -}}
{{- $_ := set $place "node" (index $place.node $part) -}}
{{- else -}}
{{- $_ := set $place "node" nil -}}
{{- end -}}
{{- end -}}
{{- if not (kindIs "invalid" $place.node) -}}
{{- fail (printf "config.%s is a secret and a ConfigMap is no place for it: use masterKey, mongodb or extraEnv" $secret) -}}
{{- end -}}
{{- end -}}
{{- end -}}
