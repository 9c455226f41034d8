package io.ris.hub.platform.settings;

import io.ris.settings.InvalidSettingsException;
import io.ris.settings.Settings;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * The hub's settings (configuration file, environment, defaults) as a MicroProfile ConfigSource, so that code asks with
 * {@code @ConfigProperty}. Bad settings stop the application's start, one line each.
 */
public final class SettingsConfigSource implements ConfigSource {

    /** Above the environment (300), which the settings have taken into account by their own names. */
    private static final int ORDINAL = 350;

    private final Map<String, String> properties;

    /** Made by the configuration's service loader. */
    public SettingsConfigSource() {
        try {
            properties = Settings.load(System.getenv()).asProperties();
        } catch (InvalidSettingsException e) {
            throw new IllegalStateException("ris: " + e.getMessage(), e);
        }
    }

    @Override
    public Set<String> getPropertyNames() {
        return properties.keySet();
    }

    @Override
    public @Nullable String getValue(String name) {
        return properties.get(name);
    }

    @Override
    public String getName() {
        return "RIS settings";
    }

    @Override
    public int getOrdinal() {
        return ORDINAL;
    }
}
