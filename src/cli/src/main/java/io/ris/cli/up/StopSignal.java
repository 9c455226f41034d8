package io.ris.cli.up;

import java.util.concurrent.CompletableFuture;

/**
 * That the command was told to stop, by SIGINT, SIGTERM or SIGHUP. The process then ends only once the command has
 * stopped what it started, with the command's own exit code.
 */
public final class StopSignal {

    private final CompletableFuture<Void> requested = new CompletableFuture<>();
    private final CompletableFuture<Integer> finished = new CompletableFuture<>();
    private volatile boolean working;

    StopSignal() {}

    /** The signals that this process gets. */
    public static StopSignal ofThisProcess() {
        StopSignal signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(signal::stopThisProcess, "stop"));
        return signal;
    }

    private void stopThisProcess() {
        if (!working || finished.isDone()) {
            return;
        }
        request();
        // Without this the process would end with 128 + the signal's number although all went as it should.
        Runtime.getRuntime().halt(finished.join());
    }

    /** A command with something to stop has begun. */
    void begin() {
        working = true;
    }

    /** It has stopped everything. */
    void finish(int exitCode) {
        finished.complete(exitCode);
    }

    void request() {
        requested.complete(null);
    }

    /** Completes when the command is to stop. */
    CompletableFuture<Void> requested() {
        return requested;
    }

    boolean isRequested() {
        return requested.isDone();
    }
}
