package io.ris.hub.platform.redis;

import io.ris.hub.platform.HubService;
import io.ris.hub.platform.RepeatedWork;
import io.ris.hub.platform.StartupOrder;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The Redis of the settings, if they name one. Whoever asks has an answer soon or none: the first question that is not
 * answered in time ends the asking, and probes in the background find out when it may begin again. Thread-safe.
 */
@HubService
public class Redis {

    private static final System.Logger LOG = System.getLogger(Redis.class.getName());
    private static final Duration PROBE_INTERVAL = Duration.ofSeconds(1);

    /** Does all that scripts do: a Redis that lets nobody write, or run scripts, is as good as none. */
    private static final RedisScript PROBE = RedisScript.of("""
            redis.call('SET', KEYS[1], redis.call('TIME')[1], 'PX', 1000)
            redis.call('GET', KEYS[1])
            redis.call('DEL', KEYS[1])
            return {}
            """);

    private final RedisConnections connections;
    private final Duration patience;
    private final String namespace;
    private final Circuit circuit = new Circuit(System::nanoTime);
    private final AtomicLong outages = new AtomicLong();
    private final ExecutorService questions = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("redis-", 0).factory());

    /**
     * Asks nothing before {@link #begin}.
     *
     * @param patience how long a question may stay without an answer
     * @param namespace keeps the keys of installations apart that share a Redis
     */
    @Inject
    Redis(
            RedisConnections connections,
            @ConfigProperty(name = "database.redis.request_timeout") Duration patience,
            @ConfigProperty(name = "database.mongodb.database") String namespace) {
        this.connections = connections;
        this.patience = patience;
        this.namespace = namespace;
    }

    /** Asks for the first time before there are requests, so that these are shared, and a wrong password shows. */
    void begin(@Observes @Priority(StartupOrder.STORE) Startup startup, RepeatedWork work) {
        if (connections.isConfigured()) {
            probe();
            work.every(PROBE_INTERVAL, "asking for Redis", this::probe);
        }
    }

    void end(@Observes @Priority(StartupOrder.STOP_NODE) Shutdown shutdown) {
        circuit.open(); // what is still asked goes on alone
        connections.close();
    }

    /** Whether the settings name a Redis. */
    public boolean isConfigured() {
        return connections.isConfigured();
    }

    /** Whether it answered what it was last asked. */
    public boolean isAnswering() {
        return circuit.isClosed();
    }

    /** How often it stopped answering since the hub started. */
    public long outages() {
        return outages.get();
    }

    /**
     * Runs a script.
     *
     * @param key of what it works on, without the part that keeps installations apart; it stands in the open in Redis
     * @return what it returns; empty where there is no Redis, or none that answers in time. Then it may still have run.
     */
    public Optional<List<Long>> run(RedisScript script, String key, List<String> arguments) {
        return circuit.isClosed() ? ask(script, key, arguments) : Optional.empty();
    }

    private Optional<List<Long>> ask(RedisScript script, String key, List<String> arguments) {
        Future<List<Long>> answer = questions.submit(() -> connections.run(script, namespace + ":" + key, arguments));
        try {
            return Optional.of(answer.get(patience.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            lose("does not answer within " + patience.toMillis() + " ms");
        } catch (ExecutionException e) {
            lose(reason(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            answer.cancel(true);
        }
        return Optional.empty();
    }

    /** Begins the asking again if Redis answers, and in time. */
    void probe() {
        if (!circuit.isProbeDue()) {
            return;
        }
        try {
            connections.renew();
        } catch (Exception e) {
            lose(reason(e));
            return;
        }
        if (ask(PROBE, "probe", List.of()).isPresent()) {
            circuit.close();
            LOG.log(System.Logger.Level.INFO, "Redis at {0} answers: nodes share rate limits", connections.place());
        }
    }

    private void lose(String why) {
        if (circuit.open()) {
            outages.incrementAndGet();
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Redis at {0} cannot be used, and this node keeps rate limits of its own until it can: {1}",
                    connections.place(),
                    why);
        }
    }

    /** What lies at the bottom: the outer exceptions say no more than that there was none to be had. */
    private static String reason(Throwable fault) {
        Throwable cause = fault;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        Throwable[] attempts = cause.getSuppressed(); // one for each address of the host
        return said(attempts.length == 0 ? cause : attempts[0]);
    }

    private static String said(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
