package io.ris.cli;

import java.util.concurrent.CompletableFuture;

/**
 * That the command was told to stop, by SIGINT, SIGTERM or SIGHUP. The process then ends only once the command has
 * stopped what it started, with the command's own exit code.
 */
public final class StopSignal {

    private final CompletableFuture<Void> requested = new CompletableFuture<>();
    private final CompletableFuture<Integer> finished = new CompletableFuture<>();
    private volatile boolean working;

    /** One that no signal of this process gives. */
    public StopSignal() {}

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
    public void begin() {
        working = true;
    }

    /** It has stopped everything; the process ends with this exit code. */
    public void finish(int exitCode) {
        finished.complete(exitCode);
    }

    /** Tells the command to stop. */
    public void request() {
        requested.complete(null);
    }

    /** Completes when the command is to stop. */
    public CompletableFuture<Void> requested() {
        return requested;
    }

    /** Whether the command is to stop. */
    public boolean isRequested() {
        return requested.isDone();
    }
}
