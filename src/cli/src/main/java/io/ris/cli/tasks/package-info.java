/**
 * {@code ris run}, {@code ris tasks} and {@code ris task}: programs run on agents, and what becomes of tasks. What a task wrote is
 * passed on byte for byte; everything else on standard error begins with {@code ris:}.
 */
@NullMarked
package io.ris.cli.tasks;

import org.jspecify.annotations.NullMarked;
