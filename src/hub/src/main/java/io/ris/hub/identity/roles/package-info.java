/**
 * Roles: which permissions a name stands for. Six come with the hub and stay as they are; a tenant adds its own, which may inherit
 * others and allow what concerns that tenant alone. Names and permissions are compared whole. A change shows on every node within
 * three seconds.
 */
@NullMarked
package io.ris.hub.identity.roles;

import org.jspecify.annotations.NullMarked;
