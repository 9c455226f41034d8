/** Users: who they are, how they are found, their passwords. */
@NullMarked
package io.ris.hub.identity.users;

import org.jspecify.annotations.NullMarked;
