/**
 * What is observed, told while it happens, over the live WebSocket: each accepted report, and the picture when it has changed, at most
 * once a second. {@link WaitingReports} bounds what waits for a reader: who falls behind is shown the whole picture in place of what was
 * missed. So no reader delays a report.
 */
@NullMarked
package io.ris.hub.monitoring.updates;

import org.jspecify.annotations.NullMarked;
