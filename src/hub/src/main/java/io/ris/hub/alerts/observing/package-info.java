/**
 * How things stand, for each kind of condition: figures of reports, agents as the fleet knows them, tasks as they end, the hub's
 * own answers. What several nodes see is put together in the store, so that one of them can judge it.
 */
@NullMarked
package io.ris.hub.alerts.observing;

import org.jspecify.annotations.NullMarked;
