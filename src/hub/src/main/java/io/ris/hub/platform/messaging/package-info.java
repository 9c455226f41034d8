/** The queues that wake the hub's workers. */
@NullMarked
package io.ris.hub.platform.messaging;

import org.jspecify.annotations.NullMarked;
