/**
 * Alerts: watches each tenant's agents, tasks and reports, and the hub itself, by rules; tells what is wrong through {@code
 * platform.announcement}, and keeps who did what about it.
 */
@NullMarked
package io.ris.hub.alerts;

import org.jspecify.annotations.NullMarked;
