package io.ris.hub.monitoring.documents;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import io.ris.hub.platform.HubException;
import io.ris.protocol.Json;
import io.ris.protocol.report.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The documents that probes send. */
public final class ProbeDocuments {

    private static final String AGENT_ID = "agent_id";
    private static final int MAX_ID = 256;
    private static final Shape.Fields REPORT = Shape.of(Report.class);
    private static final ShapeCheck REPORT_CHECK = new ShapeCheck(REPORT);
    private static final Retelling REPORT_RETELLING = new Retelling(REPORT);
    private static final ShapeCheck REGISTRATION_CHECK = new ShapeCheck(Shape.of(Registration.class));
    private static final ObjectReader READER =
            Json.lenient().reader().with(ShapeCheck.JSON).without(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

    private ProbeDocuments() {}

    /**
     * A probe says that it is there.
     *
     * @param metadata what it tells of itself
     */
    public record Registration(
            @Nullable String agentId,
            @Nullable String hostname,
            @Nullable Map<String, String> metadata) {

        public Registration {
            if (metadata != null) {
                metadata = new LinkedHashMap<>(metadata);
                metadata.replaceAll((name, text) -> Objects.requireNonNullElse(text, "")); // as Go reads it
            }
        }
    }

    /** @throws HubException.Invalid if it is none, or lacks its id or host name: 400, with the field */
    public static Registration registration(byte[] document) {
        REGISTRATION_CHECK.check(document, (field, value) -> {});
        Registration registration = read(document, Registration.class);
        requireAddressable(registration.agentId());
        requireText("hostname", registration.hostname());
        return registration;
    }

    /**
     * Whose report it is, if it is a sound one.
     *
     * @throws HubException.Invalid if it is none, or does not say whose: 400, with the field
     */
    public static String agentOfReport(byte[] document) {
        AgentIdWitness witness = new AgentIdWitness();
        REPORT_CHECK.check(document, witness);
        return requireAddressable(witness.agentId);
    }

    private static String requireText(String field, @Nullable String id) {
        if (id == null || id.isBlank()) {
            throw HubException.Invalid.malformed(field, "is required");
        }
        if (id.length() > MAX_ID || id.chars().anyMatch(Character::isISOControl)) {
            throw HubException.Invalid.malformed(
                    field, "must have at most " + MAX_ID + " characters, and none that controls");
        }
        return id;
    }

    /** It is a part of addresses, in which servers refuse a slash and a number sign however they are written. */
    private static String requireAddressable(@Nullable String agentId) {
        String id = requireText(AGENT_ID, agentId);
        if (id.chars().anyMatch(character -> "/\\#".indexOf(character) >= 0) || id.equals(".") || id.equals("..")) {
            throw HubException.Invalid.malformed(AGENT_ID, "must hold no slash and no #, and not be . or ..");
        }
        return id;
    }

    /** What is in a report that was found sound. */
    public static Report report(byte[] document) {
        return read(document, Report.class);
    }

    /** Writes a report that was found sound: the fields of the contract, each with its value as it was sent. */
    public static void writeReport(byte[] document, JsonGenerator out) throws IOException {
        REPORT_RETELLING.write(document, out);
    }

    private static <T> T read(byte[] document, Class<T> type) {
        try {
            return READER.readValue(document, type);
        } catch (IOException e) {
            throw new UncheckedIOException("what was found sound cannot be read", e);
        }
    }

    private static final class AgentIdWitness implements ShapeCheck.Witness {

        private @Nullable String agentId;

        @Override
        public void text(String field, JsonParser value) throws IOException {
            if (AGENT_ID.equals(field)) {
                agentId = value.getText();
            }
        }
    }
}
