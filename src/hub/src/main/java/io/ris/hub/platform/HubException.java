package io.ris.hub.platform;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request cannot be fulfilled, for a reason that its sender may know. The message is shown to the client: it holds no
 * secret, no class name and nothing of another tenant.
 */
public abstract sealed class HubException extends RuntimeException {

    private final ProblemType type;

    private HubException(ProblemType type, String detail, @Nullable Throwable cause) {
        super(detail, cause);
        this.type = type;
    }

    /** What kind of problem it is, for machines. */
    public final ProblemType type() {
        return type;
    }

    /** What is wrong, in words for the client. */
    public final String detail() {
        return String.valueOf(getMessage());
    }

    /**
     * A field of a request that breaks a rule.
     *
     * @param field path of the field in the request, such as {@code task.url}
     * @param message what is wrong with it
     */
    public record FieldError(String field, String message) {}

    /** The request is malformed, or valid JSON that breaks a rule; names the fields at fault. */
    public static final class Invalid extends HubException {

        private final List<FieldError> errors;

        public Invalid(ProblemType type, String detail, List<FieldError> errors) {
            super(type, detail, null);
            this.errors = List.copyOf(errors);
        }

        /** A value of the right shape that breaks a rule: 422. */
        public static Invalid rule(String field, String message) {
            return new Invalid(ProblemType.RULE_BROKEN, field + " " + message, List.of(new FieldError(field, message)));
        }

        /** A value of the wrong shape: 400. */
        public static Invalid malformed(String field, String message) {
            return new Invalid(ProblemType.MALFORMED, field + " " + message, List.of(new FieldError(field, message)));
        }

        /** The fields at fault. */
        public List<FieldError> errors() {
            return errors;
        }
    }

    /** The sender is not known, or may not do this. */
    public static final class Refused extends HubException {
        public Refused(ProblemType type, String detail) {
            super(type, detail, null);
        }
    }

    /** What the request names is not there, or not in the state that it needs. */
    public static final class Conflict extends HubException {
        public Conflict(ProblemType type, String detail) {
            super(type, detail, null);
        }
    }

    /** Not now: a limit is reached or a system that the hub depends on is down. */
    public static final class Unavailable extends HubException {

        private final Duration retryAfter;

        public Unavailable(ProblemType type, String detail, Duration retryAfter, @Nullable Throwable cause) {
            super(type, detail, cause);
            this.retryAfter = retryAfter;
        }

        /** When it may be worth trying again. */
        public Duration retryAfter() {
            return retryAfter;
        }
    }
}
