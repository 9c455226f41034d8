package io.ris.hub.platform.settings;

import io.ris.settings.Settings;

/**
 * The configuration file holds other values than before; fired to whoever reads a live setting.
 *
 * @param settings all that is in force now
 */
public record SettingsChanged(Settings settings) {}
