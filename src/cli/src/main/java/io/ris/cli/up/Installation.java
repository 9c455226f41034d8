package io.ris.cli.up;

import io.ris.cli.storage.DataDirectory;
import io.ris.cli.storage.PidFile;
import io.ris.cli.tls.CertificateWatch;
import io.ris.cli.tls.TlsMaterial;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A prepared data directory and everything that was decided about the processes on it.
 *
 * @param certificates keeps what the running hub shows up to date
 * @param listeners where the hub listens
 * @param jvmOptions of the hub's process, beside the usual ones
 * @param hubEnvironment environment variables of the hub's process
 * @param callerEnvironment those of the caller
 * @param drainTimeout how long the hub may take to stop
 * @param tenant of the first administrator
 * @param firstStart whether the administrator's password is yet to be made
 */
record Installation(
        DataDirectory data,
        TlsMaterial tls,
        CertificateWatch certificates,
        Listeners listeners,
        List<String> jvmOptions,
        Map<String, String> hubEnvironment,
        Map<String, String> callerEnvironment,
        Duration drainTimeout,
        String tenant,
        boolean firstStart,
        boolean withAgent) {

    /** Where this machine reaches the hub. */
    URI hub() {
        return listeners.https().uri();
    }

    /** Where this machine reaches enrolment and the hub's health, with no certificate. */
    URI withoutCertificate() {
        return listeners.enrolment().orElse(listeners.https()).uri();
    }

    static PidFile hubPidFile(DataDirectory data) {
        return new PidFile(data.resolve("hub/hub.pid"));
    }

    static Path administratorPassword(DataDirectory data) {
        return data.resolve("admin-password");
    }

    Path hubLog() {
        return data.resolve("hub/hub.log");
    }

    /** Shows no variables: there are secrets among them. */
    @Override
    public String toString() {
        return "Installation[" + data.root() + "]";
    }
}
