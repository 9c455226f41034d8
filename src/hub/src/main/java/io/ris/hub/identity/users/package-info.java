/**
 * Users: who they are, how they are found, their passwords and roles. User names and addresses share one space of names without
 * regard to case. Nobody touches a user who may do more than they, nor makes one; the last one who administers all tenants stays.
 */
@NullMarked
package io.ris.hub.identity.users;

import org.jspecify.annotations.NullMarked;
