/**
 * What capabilities tell the outside of, and how. Who is told, and that it reaches them, is the affair of {@code
 * io.ris.hub.webhooks}, which no capability knows.
 */
@NullMarked
package io.ris.hub.platform.announcement;

import org.jspecify.annotations.NullMarked;
