package io.ris.hub.alerts.life;

/** What a look at how things stand does to an alert. */
sealed interface Step {

    /** It stays as it is. */
    record None() implements Step {}

    /** There is a new one. */
    record Begin(Alert alert) implements Step {}

    /** It becomes this. */
    record Change(Alert alert) implements Step {}

    /** It is forgotten: it never fired, or was over already. */
    record Forget() implements Step {}
}
