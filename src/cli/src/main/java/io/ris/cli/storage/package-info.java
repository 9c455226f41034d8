/** The data directory of a hub on disk: its lock, its secrets, and who runs on it. */
@NullMarked
package io.ris.cli.storage;

import org.jspecify.annotations.NullMarked;
