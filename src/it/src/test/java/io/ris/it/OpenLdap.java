package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An OpenLDAP server with a directory of its own on the loopback interface. It can be stopped and started again, and be
 * made to accept connections and say nothing.
 */
final class OpenLdap implements AutoCloseable {

    static final String BASE = "dc=example,dc=test";
    static final String READER = "cn=reader," + BASE;

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String SLAPD = "/usr/sbin/slapd";
    private static final String ROOT = "cn=root," + BASE;
    private static final String ROOT_PASSWORD = "root-password";

    private final Path directory = Scratch.directory("openldap");
    private final int port = Scratch.port();
    private final int tlsPort = Scratch.port();
    private final ServerCertificate certificate = ServerCertificate.writtenTo(directory);
    private @Nullable Program program;

    OpenLdap() {
        assertThat(Path.of(SLAPD)).as("the package slapd (.ci/run installs it)").isExecutable();
        write(configuration(), text());
        assertThat(directory.resolve("data").toFile().mkdir()).isTrue();
        Path people = Program.repository().resolve("src/it/src/test/resources/directory.ldif");
        Program.runToEnd("/usr/sbin/slapadd", "-q", "-f", configuration().toString(), "-l", people.toString());
    }

    private Path configuration() {
        return directory.resolve("slapd.conf");
    }

    private String text() {
        return """
                include /etc/ldap/schema/core.schema
                include /etc/ldap/schema/cosine.schema
                include /etc/ldap/schema/inetorgperson.schema
                modulepath /usr/lib/ldap
                moduleload back_mdb
                moduleload ppolicy
                disallow bind_anon
                TLSCertificateFile %s
                TLSCertificateKeyFile %s
                access to attrs=userPassword by anonymous auth by * none
                access to * by dn.exact="%s" read by * none
                database mdb
                suffix "%s"
                rootdn "%s"
                rootpw %s
                directory %s
                overlay ppolicy
                ppolicy_default "cn=lockout,%s"
                """.formatted(
                        certificate.certificate(),
                        certificate.key(),
                        READER,
                        BASE,
                        ROOT,
                        ROOT_PASSWORD,
                        directory.resolve("data"),
                        BASE);
    }

    OpenLdap start() {
        String urls = "ldap://127.0.0.1:" + port + " ldaps://127.0.0.1:" + tlsPort;
        program = Program.start(Map.of(), List.of(SLAPD, "-f", configuration().toString(), "-h", urls, "-d", "0"));
        await("the directory").atMost(LIMIT).until(() -> listens() || !program().isAlive());
        assertThat(program().isAlive()).as(program().output()).isTrue();
        return this;
    }

    private Program program() {
        assertThat(program).as("was started").isNotNull();
        return program;
    }

    private boolean listens() {
        try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), tlsPort)) {
            return probe.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Of LDAP, with StartTLS for those who ask. */
    int port() {
        return port;
    }

    /** Of LDAPS. */
    int tlsPort() {
        return tlsPort;
    }

    String tlsUrl() {
        return "ldaps://localhost:" + tlsPort;
    }

    /** The certificate that its own is verified with. */
    Path caFile() {
        return certificate.certificate();
    }

    void stop() {
        program().close();
        await("end of the directory").atMost(LIMIT).until(() -> !listens());
    }

    /** From now on it accepts connections and answers nothing. */
    void hang() {
        Program.signal("STOP", program().pid());
    }

    /** Ends {@link #hang}. */
    void goOn() {
        Program.signal("CONT", program().pid());
    }

    void add(String entry, String attribute, String value) {
        modify(entry, "add", attribute, value);
    }

    void remove(String entry, String attribute, String value) {
        modify(entry, "delete", attribute, value);
    }

    void replace(String entry, String attribute, String value) {
        modify(entry, "replace", attribute, value);
    }

    private void modify(String entry, String change, String attribute, String value) {
        Path file = directory.resolve("change.ldif");
        write(
                file,
                "dn: " + entry + "\nchangetype: modify\n" + change + ": " + attribute + "\n" + attribute + ": " + value
                        + "\n");
        String url = "ldap://127.0.0.1:" + port;
        Program.runToEnd("ldapmodify", "-x", "-H", url, "-D", ROOT, "-w", ROOT_PASSWORD, "-f", file.toString());
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (program != null) {
            program.close();
        }
        Scratch.delete(directory);
    }
}
