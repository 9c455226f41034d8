/** Facts about the machine and how much of it is in use, read from {@code /proc} and the JDK alone. */
@NullMarked
package io.ris.agent.host;

import org.jspecify.annotations.NullMarked;
