/**
 * The store: MongoDB, or the same protocol from an embedded server; databases per tenant, migrations, pages; and the store's
 * name, by which a hub knows it again.
 */
@NullMarked
package io.ris.hub.platform.persistence;

import org.jspecify.annotations.NullMarked;
