/** What this node remembers for a moment, always by tenant, bounded, and dropped on change. */
@NullMarked
package io.ris.hub.platform.cache;

import org.jspecify.annotations.NullMarked;
