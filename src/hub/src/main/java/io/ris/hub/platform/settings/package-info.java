/** The hub's configuration as MicroProfile Config sees it. */
@NullMarked
package io.ris.hub.platform.settings;

import org.jspecify.annotations.NullMarked;
