package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an agent tells of the servers around it: of the hub itself, of a directory, and of a port where nobody is. */
@ExtendWith(SharedHub.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConnectivityIT {

    private static final String LOCAL = "local";
    private static final String PASSWORD = "reader-password";

    private final OpenLdap directory = new OpenLdap();
    private final Hub hub;

    ConnectivityIT(Hub hub) {
        this.hub = hub;
    }

    @BeforeAll
    void startADirectory() {
        directory.start();
    }

    @AfterAll
    void stop() {
        directory.close();
    }

    private JsonNode assertFound(Submission submission) {
        JsonNode task = hub.admin().run(submission);
        assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("completed");
        return task.path("result");
    }

    private JsonNode assertFailed(Submission submission, String error) {
        JsonNode task = hub.admin().run(submission);
        assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("failed");
        assertThat(task.path("error").asText()).as(task.toString()).isEqualTo(error);
        assertThat(task.path("retries").asInt(-1)).as("what it found is final").isZero();
        return task.path("result");
    }

    private Submission ldap(int port, String password) {
        return Submission.connectivity(LOCAL, "ldap")
                .task("host", "localhost")
                .task("port", port)
                .task("bind_dn", OpenLdap.READER)
                .task("password", password)
                .task("ca", Scratch.read(directory.caFile()));
    }

    @Test
    void bindsToADirectoryInEachOfThreeWays() {
        JsonNode plain = assertFound(ldap(directory.port(), PASSWORD).task("base_dn", OpenLdap.BASE));
        JsonNode encrypted = assertFound(ldap(directory.tlsPort(), PASSWORD).task("ldaps", true));
        JsonNode upgraded = assertFound(ldap(directory.port(), PASSWORD).task("starttls", true));

        assertThat(phases(plain)).containsExactly("resolve", "connect", "bind", "read");
        assertThat(phases(encrypted)).containsExactly("resolve", "connect", "tls", "bind");
        assertThat(phases(upgraded)).containsExactly("resolve", "connect", "starttls", "tls", "bind");
        assertThat(encrypted.path("tls").path("subject").asText()).isEqualTo("CN=localhost");
    }

    private static List<String> phases(JsonNode result) {
        return result.path("phases")
                .propertyStream()
                .map(phase -> phase.getKey())
                .toList();
    }

    @Test
    void tellsWhyADirectoryCannotBeUsed() {
        Submission untrusted = Submission.connectivity(LOCAL, "ldap")
                .task("host", "localhost")
                .task("port", directory.tlsPort())
                .task("ldaps", true);

        assertFailed(ldap(directory.port(), "wrong"), "bind_refused");
        assertFailed(
                Submission.connectivity(LOCAL, "ldap").task("host", "localhost").task("port", directory.port()),
                "bind_refused");
        assertFailed(
                ldap(directory.port(), PASSWORD).task("base_dn", "ou=nobody," + OpenLdap.BASE), "ldap_no_such_entry");
        assertFailed(untrusted, "tls_untrusted");
    }

    @Test
    void neverShowsThePasswordOfABind() {
        String id = hub.admin().submit(ldap(directory.port(), PASSWORD));

        assertThat(hub.admin().awaitFinal(id).toString()).contains("***").doesNotContain(PASSWORD);
    }

    @Test
    void looksAtTheHubItself() {
        Submission page = Submission.connectivity(LOCAL, "http")
                .task("url", hub.base() + "/health/live")
                .task("verify", false);

        JsonNode found = assertFound(page);

        assertThat(found.path("status_code").asInt()).isEqualTo(200);
        assertThat(found.path("tls").path("protocol").asText()).startsWith("TLSv1.");
        assertThat(found.has("body")).isFalse();
    }

    @Test
    void tellsAPortThatRefusesAtOnce() {
        assertFailed(
                Submission.connectivity(LOCAL, "tcp").task("host", "127.0.0.1").task("port", Scratch.port()),
                "connection_refused");
    }

    @Test
    void refusesAFieldOfAnotherKindAtTheSubmit() {
        Reply reply = hub.admin()
                .execute(Submission.connectivity(LOCAL, "tcp")
                        .task("host", "127.0.0.1")
                        .task("port", 1)
                        .task("url", "http://localhost"));

        assertThat(reply.expect(422).faultyFields()).containsExactly("task.url");
    }
}
