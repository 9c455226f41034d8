/** Roles: which permissions a name stands for. */
@NullMarked
package io.ris.hub.identity.roles;

import org.jspecify.annotations.NullMarked;
