package io.ris.settings;

/**
 * A value that a source gives for a setting.
 *
 * @param name the name by which the source gave it, an alias perhaps
 */
record GivenValue(Setting<?> setting, String name, RawValue raw, Origin origin) {}
