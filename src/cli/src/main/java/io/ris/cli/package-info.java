/**
 * The {@code ris} command for operators. {@code up} runs a hub and an agent on this machine; {@code config} checks and
 * shows the configuration; {@code login}, {@code audit}, {@code agents},
 * {@code run}, {@code tasks} and {@code task} speak to a hub over REST. What each command does is in a package of its own.
 */
@NullMarked
package io.ris.cli;

import org.jspecify.annotations.NullMarked;
