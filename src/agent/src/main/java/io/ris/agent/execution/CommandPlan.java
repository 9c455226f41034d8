package io.ris.agent.execution;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be executed, after everything that a spec leaves open was found out and allowed.
 *
 * @param directory where
 * @param program absolute path
 * @param arguments of the program
 * @param otherUser whom it runs as; null for the agent's own user
 */
record CommandPlan(
        Path directory,
        Path program,
        List<String> arguments,
        @Nullable Account otherUser) {}
