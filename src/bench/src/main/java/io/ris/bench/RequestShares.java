package io.ris.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * What the hub's processor time is spent on while it answers requests, from a profile: each sample of a thread that works counts for
 * the innermost part that its stack names.
 */
record RequestShares(Map<Part, Long> samples) {

    /** The parts of a request, each with the beginnings of the names of its classes and methods. */
    enum Part {
        AUTHENTICATION(
                "authentication",
                "io.ris.hub.identity.",
                "io.ris.hub.platform.web.PermissionFilter.authenticate",
                "com.ibm.ws.security.",
                "com.ibm.ws.webcontainer.security.",
                "io.openliberty.security.",
                "org.jose4j."),
        AUTHORIZATION(
                "authorization",
                "io.ris.hub.platform.web.AccessControl",
                "io.ris.hub.platform.web.PermissionFilter",
                "io.ris.hub.platform.web.AuditFilter",
                "io.ris.hub.audit."),
        TENANT(
                "tenant look-up",
                "io.ris.hub.platform.web.TenantChoice",
                "io.ris.hub.platform.TenantScope",
                "io.ris.hub.tenancy."),
        LIMITS("rate limits and guards", "io.ris.hub.platform.web.limits.", "io.ris.hub.platform.web.RequestGuard"),
        STORE(
                "store",
                "com.mongodb.",
                "org.bson.",
                "org.eclipse.jnosql.",
                "de.bwaldvogel.",
                "org.h2.",
                "io.ris.store.",
                "io.ris.hub.platform.persistence."),
        JSON("JSON", "com.fasterxml.jackson.", "org.eclipse.yasson.", "org.eclipse.parsson.", "io.ris.protocol.Json"),
        RESOURCE("resource", "io.ris.hub."),
        TLS("TLS", "sun.security.ssl.", "com.ibm.ws.channel.ssl.", "com.ibm.ws.channelfw.internal.ssl."),
        REST(
                "REST, servlet and CDI",
                "org.jboss.",
                "com.ibm.ws.webcontainer",
                "com.ibm.wsspi.webcontainer",
                "io.openliberty."),
        HTTP("HTTP, network, threads", "com.ibm.", "java.", "sun.", "jdk.");

        private final String title;

        @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list
        private final List<String> beginnings;

        Part(String title, String... beginnings) {
            this.title = title;
            this.beginnings = List.of(beginnings);
        }

        private boolean names(String method) {
            return beginnings.stream().anyMatch(method::startsWith);
        }

        private boolean isSecurity() {
            return this == AUTHENTICATION || this == AUTHORIZATION || this == TENANT || this == LIMITS;
        }
    }

    private static final String SAMPLE = "jdk.ExecutionSample";

    /** Reads a flight recording. */
    static RequestShares of(Path recording) throws IOException {
        Map<Part, Long> samples = new EnumMap<>(Part.class);
        try (RecordingFile events = new RecordingFile(recording)) {
            while (events.hasMoreEvents()) {
                RecordedEvent event = events.readEvent();
                if (event.getEventType().getName().equals(SAMPLE) && event.getStackTrace() != null) {
                    part(methods(event)).ifPresent(part -> samples.merge(part, 1L, Long::sum));
                }
            }
        }
        return new RequestShares(samples);
    }

    private static List<String> methods(RecordedEvent event) {
        return event.getStackTrace().getFrames().stream()
                .filter(RecordedFrame::isJavaFrame)
                .map(frame -> frame.getMethod().getType().getName() + "."
                        + frame.getMethod().getName())
                .toList();
    }

    /** Innermost first: the first frame that names a part other than the network's decides, that only where there is none. */
    static Optional<Part> part(List<String> methods) {
        return methods.stream()
                .flatMap(method -> Stream.of(Part.values())
                        .filter(part -> part != Part.HTTP && part.names(method))
                        .limit(1))
                .findFirst()
                .or(() -> methods.stream().anyMatch(Part.HTTP::names) ? Optional.of(Part.HTTP) : Optional.empty());
    }

    /** The share of authentication, authorization, tenant look-up and limits, in percent. */
    double security() {
        return Stream.of(Part.values())
                .filter(Part::isSecurity)
                .mapToDouble(this::percent)
                .sum();
    }

    void addTo(Figures figures) {
        for (Part part : Part.values()) {
            figures.add("share of " + part.title, Figures.text(percent(part), "%"));
        }
    }

    private double percent(Part part) {
        long all = samples.values().stream().mapToLong(Long::longValue).sum();
        return all == 0 ? 0 : 100.0 * samples.getOrDefault(part, 0L) / all;
    }
}
