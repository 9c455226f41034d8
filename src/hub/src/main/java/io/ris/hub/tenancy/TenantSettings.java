package io.ris.hub.tenancy;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.hub.platform.HubException;
import io.ris.hub.tenancy.policy.SecurityPolicy;
import io.ris.protocol.Json;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant chooses for itself (seed 000, "Tenant Model").
 *
 * @param timezone name of the time zone database, such as {@code Europe/Rome}
 * @param language BCP 47 tag
 * @param features names of what is switched on
 * @param securityPolicy what it asks of its users beyond what the hub asks of everybody's; replaced as a whole
 * @param notificationConfig JSON object: who is told of what
 */
public record TenantSettings(
        @Size(max = 64) @Nullable String timezone,

        @Pattern(regexp = "[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}", message = "must be a language tag") @Nullable
        String language,

        @Size(max = 64) @Nullable List<@Pattern(regexp = "[a-z0-9_.-]{1,64}") String> features,
        @Valid @Nullable SecurityPolicy securityPolicy,
        @Nullable JsonNode notificationConfig) {

    static final TenantSettings USUAL = new TenantSettings(
            "UTC", "en", List.of(), SecurityPolicy.USUAL, Json.strict().createObjectNode());

    public TenantSettings {
        features = features == null ? null : List.copyOf(features);
    }

    /** @throws HubException.Invalid naming the field that breaks a rule */
    void check() {
        if (timezone != null && !ZoneId.getAvailableZoneIds().contains(timezone)) {
            throw HubException.Invalid.rule("timezone", "must be a name of the time zone database");
        }
        JsonTexts.requireObject("notification_config", notificationConfig);
    }

    /** These, and of others what is not said here. */
    TenantSettings over(TenantSettings others) {
        return new TenantSettings(
                timezone == null ? others.timezone : timezone,
                language == null ? others.language : language,
                features == null ? others.features : features,
                securityPolicy == null ? others.securityPolicy : securityPolicy,
                notificationConfig == null ? others.notificationConfig : notificationConfig);
    }
}
