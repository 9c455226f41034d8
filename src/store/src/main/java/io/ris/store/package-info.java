/** The embedded store: a MongoDB-protocol server over one file. What it has acknowledged is on disk. */
@NullMarked
package io.ris.store;

import org.jspecify.annotations.NullMarked;
