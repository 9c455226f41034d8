package io.ris.agent.execution;

/** Why a running attempt is ended from outside. */
enum StopReason {
    CANCELLED,
    TIMEOUT
}
