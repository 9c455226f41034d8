package io.ris.hub.alerts.rules;

import io.ris.hub.platform.HubException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a person says of a rule; of a change, null leaves a field as it is. */
public record RuleDraft(
        @Nullable String name,
        @Nullable Boolean enabled,
        @Nullable ConditionForm condition,
        @Nullable Duration fireAfter,
        @Nullable Duration resolveAfter,
        @Nullable Duration repeatEvery,
        @Nullable String severity,
        @Nullable Map<String, String> labels,
        @Nullable Map<String, String> annotations) {

    private static final Duration LONGEST = Duration.ofDays(7);
    private static final Duration SHORTEST_REPEAT = Duration.ofMinutes(1);
    private static final int MOST_TEXTS = 32;
    private static final int LONGEST_TEXT = 1024;
    private static final Pattern TEXT_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,63}");

    /** A rule of its own. */
    Rule made(String id, Instant now) {
        return new Rule(
                id,
                named(required("name", name)),
                !Boolean.FALSE.equals(enabled),
                required("condition", condition).condition(),
                checked("fire_after", fireAfter).orElse(Duration.ZERO),
                checked("resolve_after", resolveAfter).orElse(Duration.ZERO),
                repeat().orElse(null),
                severity(required("severity", severity)),
                checked("labels", labels).orElse(Map.of()),
                checked("annotations", annotations).orElse(Map.of()),
                now,
                now,
                1);
    }

    /** Another revision of a rule. */
    Rule applyTo(Rule rule, Instant now) {
        return new Rule(
                rule.id(),
                name == null ? rule.name() : named(name),
                enabled == null ? rule.enabled() : enabled,
                condition == null ? rule.condition() : condition.condition(),
                checked("fire_after", fireAfter).orElse(rule.fireAfter()),
                checked("resolve_after", resolveAfter).orElse(rule.resolveAfter()),
                repeatEvery == null ? rule.repeatEvery() : repeat().orElse(null),
                severity == null ? rule.severity() : severity(severity),
                checked("labels", labels).orElse(rule.labels()),
                checked("annotations", annotations).orElse(rule.annotations()),
                rule.createdAt(),
                now,
                rule.revision() + 1);
    }

    private static String named(String name) {
        if (name.isEmpty() || !name.equals(name.strip()) || name.chars().anyMatch(Character::isISOControl)) {
            throw HubException.Invalid.rule(
                    "name", "must be a text without spaces at its ends, and without control characters");
        }
        return name;
    }

    /** Zero ends repetition. */
    private Optional<Duration> repeat() {
        Optional<Duration> asked = checked("repeat_every", repeatEvery).filter(every -> !every.isZero());
        if (asked.filter(every -> every.compareTo(SHORTEST_REPEAT) < 0).isPresent()) {
            throw HubException.Invalid.rule("repeat_every", "must be 0, or 60 to 604800 whole seconds");
        }
        return asked;
    }

    private static Optional<Duration> checked(String field, @Nullable Duration asked) {
        if (asked != null
                && (asked.isNegative()
                        || asked.compareTo(LONGEST) > 0
                        || !asked.equals(asked.truncatedTo(ChronoUnit.SECONDS)))) {
            throw HubException.Invalid.rule(field, "must be 0 to 604800 whole seconds");
        }
        return Optional.ofNullable(asked);
    }

    @SuppressWarnings("ConstantValue") // JSON may hold null values
    private static Optional<Map<String, String>> checked(String field, @Nullable Map<String, String> texts) {
        if (texts == null) {
            return Optional.empty();
        }
        if (texts.size() > MOST_TEXTS) {
            throw HubException.Invalid.rule(field, "may be at most " + MOST_TEXTS);
        }
        texts.forEach((key, text) -> {
            if (!TEXT_NAME.matcher(key).matches()) {
                throw HubException.Invalid.rule(
                        field,
                        "has a name that is not 1 to 64 letters, digits, '_', '.', '-', with a letter or '_' first");
            }
            if (text == null || text.length() > LONGEST_TEXT) {
                throw HubException.Invalid.rule(
                        field + "." + key, "must be a text of at most " + LONGEST_TEXT + " characters");
            }
        });
        return Optional.of(texts);
    }

    private static Severity severity(String text) {
        return Severity.find(text)
                .orElseThrow(() -> HubException.Invalid.rule("severity", "must be info, warning or critical"));
    }

    private static <T> T required(String field, @Nullable T value) {
        if (value == null) {
            throw HubException.Invalid.rule(field, "is required");
        }
        return value;
    }
}
