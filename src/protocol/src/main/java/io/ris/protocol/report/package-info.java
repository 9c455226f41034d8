/**
 * What a machine's probe, or an agent, observed: the report of the monitoring API (seed 004). The records are the wire contract:
 * their components are its fields, in snake_case. A field marked nullable may be absent; what else is absent has the zero of its
 * type, as the programs that write and read it in Go have it. Numbers that are whole on one probe and fractions on another are
 * {@code double} here.
 */
@NullMarked
package io.ris.protocol.report;

import org.jspecify.annotations.NullMarked;
