/**
 * The picture made of all reports of a tenant: hosts, the containers on them, the processes in those, and who is connected to whom. An
 * agent's latest report replaces all that it said before, and leaves the picture when the agent has been silent for too long. What
 * is shown is a {@link Topology}, which never changes: readers share it and wait for nobody.
 */
@NullMarked
package io.ris.hub.monitoring.topology;

import org.jspecify.annotations.NullMarked;
