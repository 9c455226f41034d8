package io.ris.hub.platform.live;

/** A message's payload that is written already, once for all its readers. */
public record RawJson(String text) {}
