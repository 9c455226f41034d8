package io.ris.agent.telemetry;

/** A process as a turn saw it. */
record Sighting(long pid, StatLine stat, ProcessFacts facts, long openFiles) {}
