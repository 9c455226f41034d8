/**
 * Single containers of the machine's engine, over its HTTP API on its socket. Only containers that tasks made are touched,
 * though reports tell of all: each carries the task and attempt that it is of, by which an agent that was killed finds it again.
 */
@NullMarked
package io.ris.agent.docker;

import org.jspecify.annotations.NullMarked;
