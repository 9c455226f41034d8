package io.ris.hub.platform.settings;

import io.ris.settings.InvalidSettingsException;
import io.ris.settings.Setting;
import io.ris.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Notices that the configuration file says something else. A file that is not valid, or not there, changes nothing. Not for
 * use by several threads.
 */
final class ConfigurationWatch {

    private static final System.Logger LOG = System.getLogger(ConfigurationWatch.class.getName());

    private final Map<String, String> environment;
    private Settings inForce;
    private byte[] seen;

    /**
     * Takes what the file says now as known.
     *
     * @param environment the process's environment variables
     */
    ConfigurationWatch(Map<String, String> environment) throws InvalidSettingsException {
        this.environment = environment;
        this.inForce = Settings.load(environment);
        this.seen = content();
    }

    /** Looks once: the settings, if a live one has another value than at the last look. */
    Optional<Settings> look() {
        byte[] content = content();
        if (Arrays.equals(content, seen)) {
            return Optional.empty();
        }
        seen = content;
        try {
            return changed(Settings.load(environment));
        } catch (InvalidSettingsException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the configuration file is not valid and changes nothing: {0}",
                    String.valueOf(e.getMessage()).replace("\n", "; "));
            return Optional.empty();
        }
    }

    private Optional<Settings> changed(Settings read) {
        List<Setting<?>> others = read.differences(inForce);
        inForce = read;
        tell(others, setting -> !setting.live(), "the configuration file has changed; {0} will count after a restart");
        tell(others, Setting::live, "the configuration file has changed; another value counts now: {0}");
        return others.stream().anyMatch(Setting::live) ? Optional.of(read) : Optional.empty();
    }

    private static void tell(List<Setting<?>> settings, Predicate<Setting<?>> kind, String message) {
        String names = settings.stream().filter(kind).map(Setting::key).collect(Collectors.joining(", "));
        if (!names.isEmpty()) {
            LOG.log(System.Logger.Level.INFO, message, names);
        }
    }

    /** Empty where there is no file or it cannot be read: then loading says why. */
    private byte[] content() {
        Optional<Path> file = Settings.file(environment);
        if (file.isEmpty()) {
            return new byte[0];
        }
        try {
            return Files.readAllBytes(file.get());
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "the configuration file cannot be read", e);
            return new byte[0];
        }
    }
}
