/** What tests inside the server need: the server, its keys, the archive. */
@NullMarked
package io.ris.hub.testing;

import org.jspecify.annotations.NullMarked;
