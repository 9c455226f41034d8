package io.ris.protocol.report;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a probe or agent looks at; each fills one section of its report. */
public enum Collector {
    HOST("host"),
    DOCKER("docker"),
    PROCESS("process"),
    NETWORK("network");

    private final String text;

    Collector(String text) {
        this.text = text;
    }

    /** Its name in messages and settings. */
    public String text() {
        return text;
    }

    /** The one of that name, if this version knows it. */
    public static Optional<Collector> find(String text) {
        return Arrays.stream(values())
                .filter(collector -> collector.text.equals(text))
                .findFirst();
    }

    /** The names of all. */
    public static List<String> names() {
        return Arrays.stream(values()).map(Collector::text).toList();
    }
}
