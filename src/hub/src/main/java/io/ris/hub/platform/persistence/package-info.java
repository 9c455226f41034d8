/** The store: MongoDB, or the same protocol from an embedded server; databases per tenant, migrations, pages. */
@NullMarked
package io.ris.hub.platform.persistence;

import org.jspecify.annotations.NullMarked;
