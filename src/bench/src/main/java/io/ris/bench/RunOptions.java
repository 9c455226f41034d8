package io.ris.bench;

import java.time.Duration;
import picocli.CommandLine.Option;

/** The options of benchmarks that connect agents and repeat what they time. */
final class RunOptions {

    @Option(names = "--runs", defaultValue = "5", description = "Runs, of which the median is told (${DEFAULT-VALUE})")
    private int runs;

    @Option(
            names = "--warm-up",
            defaultValue = "3",
            description =
                    "Runs before those, since a hub that has just started has little compiled code (${DEFAULT-VALUE})")
    private int warmUps;

    @Option(
            names = "--connect-limit",
            defaultValue = "15m",
            converter = DurationText.class,
            description = "How long connecting may take (${DEFAULT-VALUE})")
    private Duration connectLimit = Duration.ZERO;

    int runs() {
        return runs;
    }

    int warmUps() {
        return warmUps;
    }

    Duration connectLimit() {
        return connectLimit;
    }
}
