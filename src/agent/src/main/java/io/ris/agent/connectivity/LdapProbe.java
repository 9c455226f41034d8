package io.ris.agent.connectivity;

import io.ris.protocol.ConnectivityTestSpec;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;

/** Binds to a directory, by LDAP, LDAPS or StartTLS, and reads an entry there. */
final class LdapProbe {

    private static final int LDAP = 389;
    private static final int LDAPS = 636;
    private static final int NO_SUCH_OBJECT = 32;

    private LdapProbe() {}

    static void run(ConnectivityTestSpec spec, String host, Duration limit, Clock clock, Findings findings)
            throws IOException {
        boolean encrypted = Boolean.TRUE.equals(spec.ldaps());
        int port = spec.port() != null ? spec.port() : encrypted ? LDAPS : LDAP;
        PeerCheck check = new PeerCheck(spec, host, clock);
        try (Socket plain = Connection.open(host, port, limit, findings)) {
            Socket socket = plain;
            if (encrypted) {
                socket = check.encrypt(plain, findings);
            } else if (Boolean.TRUE.equals(spec.starttls())) {
                findings.begin("starttls");
                require(new LdapWire(plain).startTls(), "starttls_refused", "the directory refuses StartTLS");
                socket = check.encrypt(plain, findings);
            }
            converse(spec, new LdapWire(socket), findings);
        } catch (EOFException e) {
            throw new ProbeException("connection_reset", "the directory ended the connection");
        }
    }

    private static void converse(ConnectivityTestSpec spec, LdapWire wire, Findings findings) throws IOException {
        findings.begin("bind");
        String dn = spec.bindDn() == null ? "" : spec.bindDn();
        String password = spec.password() == null ? "" : spec.password();
        require(wire.bind(dn, password), "bind_refused", "the directory refuses the bind");
        if (spec.baseDn() == null) {
            return;
        }
        findings.begin("read");
        LdapWire.Answer entry = wire.read(spec.baseDn());
        if (entry.code() == NO_SUCH_OBJECT || (entry.code() == LdapWire.SUCCESS && entry.entries() == 0)) {
            throw new ProbeException("ldap_no_such_entry", "there is no entry " + spec.baseDn() + " for this user");
        }
        require(entry, "ldap_error", "the directory refuses to read " + spec.baseDn());
    }

    private static void require(LdapWire.Answer answer, String code, String words) throws ProbeException {
        if (answer.code() != LdapWire.SUCCESS) {
            String why = answer.message().isEmpty() ? "" : ": " + answer.message();
            throw new ProbeException(code, words + " with result code " + answer.code() + why);
        }
    }
}
