/** The keys that sign access tokens. */
@NullMarked
package io.ris.hub.identity.keys;

import org.jspecify.annotations.NullMarked;
