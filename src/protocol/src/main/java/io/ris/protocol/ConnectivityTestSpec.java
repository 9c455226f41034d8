package io.ris.protocol;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A look from where the agent stands: is something reachable, and what is it. Which fields it takes, its kind says.
 *
 * @param kind tcp, tls, http, dns or ldap
 * @param host name or address, for tcp, tls and ldap
 * @param port for tcp, tls (443 where not given) and ldap (389, or 636 with {@code ldaps})
 * @param timeout bound of one attempt; null for the hub's default
 * @param serverName name that the certificate must hold and that is asked for; null for the host
 * @param verify whether the certificate must be trusted, valid and for that name; true where not given
 * @param ca certificates in PEM to trust instead of those of the agent's Java
 * @param minDaysValid days that the certificate must still be valid
 * @param url for http: absolute {@code http} or {@code https} URL that is asked for with GET
 * @param expectedStatus for http; null for any below 400
 * @param name for dns: what to look up
 * @param recordType for dns; {@code A} where not given
 * @param server for dns: name server to ask, as {@code host} or {@code host:port}; null for the machine's own
 * @param bindDn for ldap: who binds; null for an anonymous bind
 * @param password for ldap: of {@code bindDn}
 * @param baseDn for ldap: an entry to read after the bind; null for none
 * @param starttls for ldap: whether the connection is encrypted by StartTLS before the bind
 * @param ldaps for ldap: whether the connection is TLS from its beginning
 */
public record ConnectivityTestSpec(
        String kind,
        @Nullable String host,
        @Nullable Integer port,
        @Nullable Duration timeout,
        @Nullable String serverName,
        @Nullable Boolean verify,
        @Nullable String ca,
        @Nullable Integer minDaysValid,
        @Nullable String url,
        @Nullable Integer expectedStatus,
        @Nullable String name,
        @Nullable String recordType,
        @Nullable String server,
        @Nullable String bindDn,
        @Nullable String password,
        @Nullable String baseDn,
        @Nullable Boolean starttls,
        @Nullable Boolean ldaps)
        implements TaskSpec {

    /** The value of {@code type} in JSON. */
    public static final String TYPE = "connectivity_test";

    private static final int MAX_PORT = 65_535;

    private static final Map<String, Set<String>> FIELDS = Map.of(
            "tcp", Set.of("host", "port"),
            "tls", Set.of("host", "port", "server_name", "verify", "ca", "min_days_valid"),
            "http", Set.of("url", "expected_status", "server_name", "verify", "ca", "min_days_valid"),
            "dns", Set.of("name", "record_type", "server"),
            "ldap",
                    Set.of(
                            "host",
                            "port",
                            "server_name",
                            "verify",
                            "ca",
                            "min_days_valid",
                            "bind_dn",
                            "password",
                            "base_dn",
                            "starttls",
                            "ldaps"));

    private static final Set<String> RECORD_TYPES =
            Set.of("A", "AAAA", "CNAME", "MX", "NS", "PTR", "SOA", "SRV", "TXT");

    /** @throws SpecException naming the field at fault */
    @SuppressWarnings("ConstantValue") // JSON leaves out what is optional
    public ConnectivityTestSpec {
        SpecException.check(
                kind != null && FIELDS.containsKey(kind), "kind", "must be one of tcp, tls, http, dns, ldap");
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        given.put("host", host);
        given.put("port", port);
        given.put("server_name", serverName);
        given.put("verify", verify);
        given.put("ca", ca);
        given.put("min_days_valid", minDaysValid);
        given.put("url", url);
        given.put("expected_status", expectedStatus);
        given.put("name", name);
        given.put("record_type", recordType);
        given.put("server", server);
        given.put("bind_dn", bindDn);
        given.put("password", password);
        given.put("base_dn", baseDn);
        given.put("starttls", starttls);
        given.put("ldaps", ldaps);
        checkFields(kind, given);
        SpecException.checkTimeout(timeout);
        if (port != null) {
            checkRange(port, 1, MAX_PORT, "port");
        }
        if (expectedStatus != null) {
            checkRange(expectedStatus, 100, 599, "expected_status");
        }
        if (minDaysValid != null) {
            checkRange(minDaysValid, 0, 36_500, "min_days_valid");
        }
        SpecException.check(
                recordType == null || RECORD_TYPES.contains(recordType),
                "record_type",
                "must be one of A, AAAA, CNAME, MX, NS, PTR, SOA, SRV, TXT");
        HttpTls.checkCertificates(ca, "ca");
        if (url != null) {
            SpecException.checkUrl(url, "must not hold credentials");
        }
        SpecException.check((bindDn == null) == (password == null), "password", "goes with bind_dn");
        SpecException.check(password == null || !password.isEmpty(), "password", "must not be empty");
        SpecException.check(
                !(Boolean.TRUE.equals(starttls) && Boolean.TRUE.equals(ldaps)), "starttls", "cannot go with ldaps");
    }

    private static void checkFields(String kind, Map<String, @Nullable Object> given) {
        Set<String> taken = FIELDS.getOrDefault(kind, Set.of());
        given.forEach((field, value) -> {
            SpecException.check(value == null || taken.contains(field), field, "does not go with " + kind);
            if (value instanceof String text) {
                SpecException.checkText(text, field);
                SpecException.check(
                        "ca".equals(field) || text.chars().noneMatch(Character::isISOControl),
                        field,
                        "must not hold control characters");
            }
        });
        String needed = "http".equals(kind) ? "url" : "dns".equals(kind) ? "name" : "host";
        SpecException.check(given.get(needed) instanceof String text && !text.isBlank(), needed, "is required");
        SpecException.check(!"tcp".equals(kind) || given.get("port") != null, "port", "is required");
    }

    private static void checkRange(int value, int least, int most, String field) {
        SpecException.check(value >= least && value <= most, field, "must be " + least + " to " + most);
    }

    /** Whether what the certificate says matters. */
    public boolean verifies() {
        return !Boolean.FALSE.equals(verify);
    }

    @Override
    @JsonIgnore
    public String type() {
        return TYPE;
    }

    @Override
    @JsonIgnore
    public boolean idempotentByNature() {
        return true;
    }

    @Override
    @JsonIgnore
    public List<String> secretTexts() {
        return password == null ? List.of() : List.of(password);
    }

    @Override
    public ConnectivityTestSpec masked() {
        return new ConnectivityTestSpec(
                kind,
                host,
                port,
                timeout,
                serverName,
                verify,
                ca,
                minDaysValid,
                url,
                expectedStatus,
                name,
                recordType,
                server,
                bindDn,
                password == null ? null : HttpAuth.MASK,
                baseDn,
                starttls,
                ldaps);
    }

    @Override
    public String toString() {
        return "ConnectivityTestSpec[" + kind + "]";
    }
}
