/** What this process is among the nodes of a hub. */
@NullMarked
package io.ris.hub.platform.cluster;

import org.jspecify.annotations.NullMarked;
