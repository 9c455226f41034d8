/**
 * Reports over time. What an agent reported last in a step (15 s by default) is its point of that step.
 *
 * <p>A report is in the {@link Journal}, a file of this node, before it is acknowledged, so that no killed process loses one; a machine
 * that loses its power may lose the last seconds. Once its step is over it is sealed: compressed against an earlier report of the same
 * agent, of which most is still true, and added to a {@link Segment}, a file that holds a few minutes of a tenant's points and is
 * deleted whole when the last of them is too old. In memory there is only where each point is. A restart reads the files; what is
 * damaged in them is left out and told.
 */
@NullMarked
package io.ris.hub.monitoring.timeseries;

import org.jspecify.annotations.NullMarked;
