/**
 * What the agent observes of its machine and reports to its hub: host, containers, processes and sockets, at the interval that
 * the hub asks for. A <em>turn</em> looks at everything once, beside the event loop, and makes a report; it is never begun while
 * the one before goes on. What ends while it is looked at is left out. Memory and time are bounded, whatever the machine runs: lists
 * have a most, their totals count all.
 */
@NullMarked
package io.ris.agent.telemetry;

import org.jspecify.annotations.NullMarked;
