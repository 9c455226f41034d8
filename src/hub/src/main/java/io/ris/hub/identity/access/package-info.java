/** Who makes a request, and what they may do at this moment. */
@NullMarked
package io.ris.hub.identity.access;

import org.jspecify.annotations.NullMarked;
