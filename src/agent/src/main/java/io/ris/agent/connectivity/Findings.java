package io.ris.agent.connectivity;

import io.ris.protocol.ConnectivityResult;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What a test has found so far, and what it holds open. Thread-safe: it can be read and cut off while the test goes on. */
public final class Findings {

    private final LongSupplier nanoTime;
    private final long begun;
    private final Map<String, Long> phases = new LinkedHashMap<>();
    private final List<ConnectivityResult.Address> addresses = new ArrayList<>();
    private ConnectivityResult.@Nullable Tls tls;
    private @Nullable Integer statusCode;
    private @Nullable List<String> answers;
    private @Nullable String phase;
    private long phaseBegun;
    private @Nullable Closeable open;
    private boolean cut;

    /** @param nanoTime a clock that never jumps */
    public Findings(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.begun = nanoTime.getAsLong();
    }

    /** The next phase begins, and with it the last one ends. */
    synchronized void begin(String name) {
        endPhase();
        phase = name;
        phaseBegun = nanoTime.getAsLong();
    }

    private void endPhase() {
        if (phase != null) {
            phases.put(phase, millisSince(phaseBegun));
            phase = null;
        }
    }

    private long millisSince(long start) {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - start);
    }

    synchronized void tried(String address, @Nullable String error) {
        addresses.add(new ConnectivityResult.Address(address, error));
    }

    synchronized void encrypted(ConnectivityResult.Tls with) {
        tls = with;
    }

    synchronized void answered(int status) {
        statusCode = status;
    }

    synchronized void answered(List<String> records) {
        answers = records;
    }

    /** Notes what is closed when the test is cut off; at once where it was already. */
    synchronized void holds(Closeable resource) throws IOException {
        open = resource;
        if (cut) {
            resource.close();
        }
    }

    /** Cuts the test off. */
    public synchronized void cut() throws IOException {
        cut = true;
        if (open != null) {
            open.close();
        }
    }

    /** All of it until now. */
    public synchronized ConnectivityResult result() {
        endPhase();
        return new ConnectivityResult(phases, addresses, tls, statusCode, answers, millisSince(begun));
    }
}
