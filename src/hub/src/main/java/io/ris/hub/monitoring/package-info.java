/**
 * What is observed on machines: reports of probes and agents, the topology made of them, and their series over time. A report
 * replaces all that its agent said before; it is read when somebody asks for what is in it, and costs little until then. All times
 * by which something is kept or forgotten are the hub's.
 */
@NullMarked
package io.ris.hub.monitoring;

import org.jspecify.annotations.NullMarked;
