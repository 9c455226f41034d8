package io.ris.cli;

import io.ris.settings.InvalidSettingsException;
import io.ris.settings.Problem;
import io.ris.settings.Settings;
import java.util.Map;
import java.util.stream.Collectors;

/** The configuration as commands load it. */
public final class Configuration {

    private Configuration() {}

    /**
     * Loads and validates it.
     *
     * @throws RefusedException with one line for each problem
     */
    public static Settings load(Map<String, String> environment) throws RefusedException {
        try {
            return Settings.load(environment);
        } catch (InvalidSettingsException e) {
            String lines = e.problems().stream().map(Problem::toString).collect(Collectors.joining("\n"));
            throw new RefusedException(ExitCode.BAD_CONFIGURATION, lines, e);
        }
    }
}
