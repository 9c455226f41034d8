/**
 * Files that tasks write and bring back: whole or not at all, where the policy allows it and nowhere else. A directory is
 * opened name by name without following links and held, so that what is allowed is also what is written, whatever others
 * do to the path meanwhile.
 */
@NullMarked
package io.ris.agent.files;

import org.jspecify.annotations.NullMarked;
