package io.ris.hub.fleet;

/** An agent was deleted: its connection and its tasks end. */
public record AgentDeleted(AgentKey agent) {}
