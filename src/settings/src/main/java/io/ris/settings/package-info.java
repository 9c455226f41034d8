/**
 * The product's configuration: one table of keys, and the reading of environment, file and defaults against it.
 *
 * <p>{@link SettingTable} is the table. A {@link Setting} is one key with type, default, constraint and effect.
 * {@link Settings#load} applies the precedence environment &gt; file &gt; default and reports every {@link Problem} at
 * once. What has a reader is declared beside its section ({@link ServerSettings}, ...); what is accepted for a
 * capability that is not built yet is in {@link ReservedSettings}. {@code docs/configuration.md} is made from the table.
 */
@NullMarked
package io.ris.settings;

import org.jspecify.annotations.NullMarked;
