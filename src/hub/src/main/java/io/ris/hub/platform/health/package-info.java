/** Health checks of the technical floor. */
@NullMarked
package io.ris.hub.platform.health;

import org.jspecify.annotations.NullMarked;
