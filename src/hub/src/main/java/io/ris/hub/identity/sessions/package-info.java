/** Sessions: what a login begins, its tokens, its end. */
@NullMarked
package io.ris.hub.identity.sessions;

import org.jspecify.annotations.NullMarked;
