package io.ris.hub.audit.chain;

import com.github.f4b6a3.uuid.UuidCreator;
import io.ris.hub.platform.audit.AuditKind;
import io.ris.hub.platform.audit.AuditResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the trail tells of itself. */
final class HubEvents {

    private HubEvents() {}

    /** @param found what is wrong with a chain */
    static AuditRecord tampered(Trail trail, String chain, String found, Instant now) {
        String tenant = trail.tenant() == null ? null : trail.tenant().value();
        return event(
                tenant, "audit.tampered", chain, AuditResult.FAILURE, "{\"found\":\"the chain " + found + "\"}", now);
    }

    /** The end of what this node knew of a chain of a tenant that is no more. */
    static AuditRecord forgotten(Checkpoint last, Instant now) {
        String details = "{\"mac\":\"" + last.mac() + "\",\"seq\":\"" + last.seq() + "\",\"trail\":\""
                + last.trail().name() + "\"}";
        return event(null, "audit.forget", last.chain(), AuditResult.SUCCESS, details, now);
    }

    private static AuditRecord event(
            @Nullable String tenant, String action, String chain, AuditResult result, String details, Instant now) {
        return new AuditRecord(
                UuidCreator.getTimeOrderedEpoch().toString(),
                now,
                tenant,
                AuditKind.ADMINISTRATION.wireName(),
                null,
                null,
                action,
                "audit/" + chain,
                null,
                null,
                null,
                null,
                result.wireName(),
                details);
    }
}
