package io.ris.settings;

/** Where a value came from. */
public sealed interface Origin {

    /** @param name the environment variable */
    record EnvironmentVariable(String name) implements Origin {
        @Override
        public String toString() {
            return "environment variable " + name;
        }
    }

    /**
     * @param file the configuration file as it was named
     * @param line counted from 1
     */
    record ConfigurationFile(String file, int line) implements Origin {
        @Override
        public String toString() {
            return file + " line " + line;
        }
    }

    /** Nobody gave a value. */
    record Default() implements Origin {
        @Override
        public String toString() {
            return "default";
        }
    }
}
