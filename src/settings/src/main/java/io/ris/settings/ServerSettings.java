package io.ris.settings;

import static io.ris.settings.Constraint.atLeast;
import static io.ris.settings.Constraint.between;
import static io.ris.settings.Constraint.each;
import static io.ris.settings.Constraint.matching;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Where the product runs, where its data lies and how it listens. */
public final class ServerSettings {

    static final Constraint<String> HOST = matching("a host name or an IP address", "[A-Za-z0-9._:-]+");
    private static final Constraint<Duration> TIMEOUT = between(Duration.ofSeconds(1), Duration.ofHours(1));

    public static final Setting<RuntimeEnvironment> ENVIRONMENT = Definition.environment("environment")
            .defaultsTo(RuntimeEnvironment.DEVELOPMENT)
            .variables("RIS_ENV")
            .effect("Picks defaults; production also refuses to start without MongoDB, TLS files and a master key.");

    public static final Setting<Path> DATA_DIR = Definition.path("data_dir")
            .defaultsTo(Path.of("data"))
            .effect("Directory of keys, certificates, the embedded store and logs;"
                    + " `ris up` takes `data` beside the launcher unless it is set.");

    public static final Setting<String> HOST_ADDRESS = Definition.text("server.host")
            .allow(HOST)
            .defaultsTo("0.0.0.0")
            .effect("Address of the HTTPS listener; 0.0.0.0 is every interface.");

    public static final Setting<Integer> PORT = Definition.number("server.port")
            .allow(between(1, 65535))
            .defaultsTo(8057)
            .effect("Port of the HTTPS listener: REST, WebSocket, console.");

    public static final Setting<String> HTTP_HOST = Definition.text("server.http_host")
            .allow(HOST)
            .defaultsTo("127.0.0.1")
            .effect("Address of the plain HTTP listener.");

    public static final Setting<Integer> HTTP_PORT = Definition.number("server.http_port")
            .allow(between(0, 65535))
            .defaultsTo(0)
            .whenEmbedded(8080)
            .effect("Port of the plain HTTP listener for probes that speak no TLS; 0 switches it off.");

    public static final Setting<String> PUBLIC_URL = Definition.text("server.public_url")
            .allow(matching(
                    "https://HOST or https://HOST:PORT", "https://([A-Za-z0-9._-]+|\\[[0-9a-fA-F:]+])(:\\d{1,5})?"))
            .effect("How others reach the hub; used in enrolment commands and in the server certificate. Its port, the"
                    + " hub's own, 80 and 443 are those by which requests may name the hub.");

    public static final Setting<Path> PUBLIC_CA_FILE = Definition.path("server.public_ca_file")
            .effect("CA in PEM of a proxy that ends TLS at `server.public_url`: enrolment commands have agents pin it"
                    + " instead of the hub's. The proxy must send it with its chain.");

    public static final Setting<Integer> AGENT_PORT = Definition.number("server.agent_port")
            .allow(between(0, 65535))
            .defaultsTo(0)
            .effect("Port of a further HTTPS listener for agents' connections alone, which requires a client"
                    + " certificate; 0 is none. Agents that enrol from then on connect there first, else to the main"
                    + " port.");

    public static final Setting<Integer> ENROLMENT_PORT = Definition.number("server.enrolment_port")
            .allow(between(0, 65535))
            .defaultsTo(0)
            .effect("Port of a further HTTPS listener that asks for no client certificate and serves enrolment, renewal"
                    + " and health alone; enrolment commands name it. 0 is none, but for `server.tls.client_auth`"
                    + " require: new agents have no certificate yet, so `ris up` then takes 8058 or another free one.");

    public static final Setting<Boolean> TLS_ENABLED = Definition.flag("server.tls.enabled", true)
            .allow(new Constraint<>(
                    "only true: the hub speaks HTTPS only, with a certificate of its own making"
                            + " unless files are given",
                    enabled -> enabled))
            .aliases("server.tls_enabled")
            .effect("Whether the main listener speaks TLS.");

    public static final Setting<Path> TLS_CERT_FILE = Definition.path("server.tls.cert_file")
            .variables("TLS_CERT_FILE")
            .aliases("server.cert_file")
            .because("without files the hub makes a CA and a certificate of its own in the data directory")
            .effect("Server certificate and chain in PEM.");

    public static final Setting<Path> TLS_KEY_FILE = Definition.path("server.tls.key_file")
            .variables("TLS_KEY_FILE")
            .aliases("server.key_file")
            .because("as for the certificate")
            .effect("Private key of the server certificate in PEM (PKCS #8 or traditional, not encrypted).");

    public static final Setting<Path> TLS_CA_FILE = Definition.path("server.tls.ca_file")
            .because("as for the certificate")
            .effect("Certificates in PEM to send after those of cert_file, up to the CA that agents pin.");

    public static final Setting<String> TLS_MIN_VERSION =
            Definition.choice("server.tls.min_version", "1.2", "1.3").effect("Lowest TLS version.");

    public static final Setting<String> TLS_MAX_VERSION =
            Definition.choice("server.tls.max_version", "1.3", "1.2").effect("Highest TLS version.");

    public static final Setting<List<String>> TLS_CIPHER_SUITES = Definition.list("server.tls.cipher_suites")
            .allow(CipherSuites.KNOWN)
            .defaultsTo(List.of())
            .because("the suites asked for are of TLS 1.3 alone and would rule out 1.2")
            .effect("Cipher suites by their IANA names; empty leaves the choice to the Java runtime.");

    public static final Setting<String> TLS_CLIENT_AUTH = Definition.choice(
                    "server.tls.client_auth", "request", "require", "none")
            .because("browsers and API users have no client certificate and come to the same port;"
                    + " agents are refused without one all the same")
            .effect("Whether clients of the main port are asked for a certificate. With require nobody gets through"
                    + " without one of the agents' CA or of `server.tls.client_ca_file`: `ris up` makes tls/admin.pem in"
                    + " the data directory for administrators, and agents enrol at `server.enrolment_port`. With none"
                    + " agents need `server.agent_port` or `client_management.agent_tokens`.");

    public static final Setting<Path> TLS_CLIENT_CA_FILE = Definition.path("server.tls.client_ca_file")
            .effect(
                    "CAs in PEM whose client certificates get through where `server.tls.client_auth` asks for one, beside"
                            + " the agents'; unset, those of ca_file. Who a caller is, the token still says.");

    public static final Setting<Duration> READ_TIMEOUT = Definition.duration("server.timeouts.read")
            .allow(TIMEOUT)
            .defaultsTo(Duration.ofSeconds(30))
            .effect("How long a request may take to arrive.");

    public static final Setting<Duration> WRITE_TIMEOUT = Definition.duration("server.timeouts.write")
            .allow(TIMEOUT)
            .defaultsTo(Duration.ofSeconds(30))
            .effect("How long a client may take to accept an answer.");

    public static final Setting<Duration> IDLE_TIMEOUT = Definition.duration("server.timeouts.idle")
            .allow(TIMEOUT)
            .defaultsTo(Duration.ofMinutes(2))
            .effect("How long a kept-alive connection may stay idle.");

    public static final Setting<Integer> LIVE_MAX_PER_USER = Definition.number("server.live.max_per_user")
            .allow(atLeast(1))
            .defaultsTo(20)
            .effect("Live connections (server-sent events and WebSockets) of a user to a node; above that 429.");

    public static final Setting<Integer> LIVE_MAX_CONNECTIONS = Definition.number("server.live.max_connections")
            .allow(atLeast(1))
            .defaultsTo(2_000)
            .effect("Live connections of all users to a node.");

    public static final Setting<List<String>> JVM_OPTIONS = Definition.list("server.jvm_options")
            .allow(each("options, each with a dash at its beginning", option -> option.startsWith("-")))
            .defaultsTo(List.of())
            .effect(
                    "Options for the hub's Java process that `ris up` adds to its own (`liberty/jvm.options`): the last one"
                            + " counts, such as `-Xmx2g` over its 768 MB of heap.");

    static final List<Setting<?>> ALL = List.of(
            ENVIRONMENT,
            DATA_DIR,
            JVM_OPTIONS,
            HOST_ADDRESS,
            PORT,
            HTTP_HOST,
            HTTP_PORT,
            PUBLIC_URL,
            PUBLIC_CA_FILE,
            AGENT_PORT,
            ENROLMENT_PORT,
            TLS_ENABLED,
            TLS_CERT_FILE,
            TLS_KEY_FILE,
            TLS_CA_FILE,
            TLS_MIN_VERSION,
            TLS_MAX_VERSION,
            TLS_CIPHER_SUITES,
            TLS_CLIENT_AUTH,
            TLS_CLIENT_CA_FILE,
            READ_TIMEOUT,
            WRITE_TIMEOUT,
            IDLE_TIMEOUT,
            LIVE_MAX_PER_USER,
            LIVE_MAX_CONNECTIONS);

    private ServerSettings() {}
}
