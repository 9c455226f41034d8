package io.ris.cli.up;

import java.nio.file.Path;
import java.util.List;

/** Starts the fakes of this package in place of hub and agent. */
final class FakePrograms {

    private FakePrograms() {}

    static Programs programs() {
        return new Programs(options -> java(FakeHub.class), () -> java(FakeAgent.class));
    }

    static List<String> java(Class<?> main) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName());
    }
}
