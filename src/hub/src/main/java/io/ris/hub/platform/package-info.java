/** The technical floor of the hub: what every capability stands on and none of them shows through. */
@NullMarked
package io.ris.hub.platform;

import org.jspecify.annotations.NullMarked;
