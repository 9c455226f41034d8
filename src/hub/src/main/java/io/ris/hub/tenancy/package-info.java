/**
 * Tenants: isolated customers or units, each with a database, users, agents and tasks of its own. A tenant's code is in
 * every token and every agent certificate; nothing of one tenant is ever visible to another.
 */
@NullMarked
package io.ris.hub.tenancy;

import org.jspecify.annotations.NullMarked;
