package io.ris.hub.webhooks.deliveries;

/** What became of a request to a receiver. */
sealed interface Outcome {

    /**
     * An answer came.
     *
     * @param retryAfter the header of this name; empty where there was none
     * @param body how the answer began
     */
    record Answered(int status, String retryAfter, String body) implements Outcome {}

    /**
     * None came.
     *
     * @param error why, as a stable code such as {@code timeout}
     */
    record Unanswered(String error) implements Outcome {}
}
