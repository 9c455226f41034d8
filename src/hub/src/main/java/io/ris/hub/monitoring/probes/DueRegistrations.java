package io.ris.hub.monitoring.probes;

import io.ris.hub.monitoring.documents.ProbeDocuments;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Registrations of connected agents that have not been carried out yet, by connection. Thread-safe. */
final class DueRegistrations {

    private final Map<String, ProbeDocuments.Registration> due = new ConcurrentHashMap<>();

    void add(String connection, ProbeDocuments.Registration registration) {
        due.put(connection, registration);
    }

    /** Carries out a connection's registration where it is due. It stays due when that fails. */
    void settle(String connection, Consumer<ProbeDocuments.Registration> registering) {
        ProbeDocuments.Registration registration = due.get(connection);
        if (registration != null) {
            registering.accept(registration);
            due.remove(connection, registration);
        }
    }

    /** The connection is gone. */
    void forget(String connection) {
        due.remove(connection);
    }
}
