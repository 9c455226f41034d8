package io.ris.cli.up;

import io.ris.cli.Console;
import io.ris.cli.ExitCode;
import io.ris.cli.RefusedException;
import io.ris.settings.OperationSettings;
import io.ris.settings.ServerSettings;
import io.ris.settings.Setting;
import io.ris.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Where the hub will listen. A port that somebody chose must be free; one that is merely a default gives way.
 *
 * @param http empty where the plain listener is off
 * @param metrics empty where the metrics listener is off
 * @param agents the listener that requires client certificates; empty where it is off
 * @param enrolment the listener that asks for none; empty where it is off
 */
record Listeners(
        Listener https,
        Optional<Listener> http,
        Optional<Listener> metrics,
        Optional<Listener> agents,
        Optional<Listener> enrolment) {

    private static final int USUAL_ENROLMENT_PORT = 8058;

    static Listeners choose(Settings settings, Console console) throws RefusedException {
        Listener https = new Listener(settings.get(ServerSettings.HOST_ADDRESS), settings.get(ServerSettings.PORT));
        requireFree(https, ServerSettings.PORT);
        Optional<Listener> http = http(settings, https, console);
        return new Listeners(
                https, http, metrics(settings, https, http, console), agents(settings), enrolment(settings, console));
    }

    private static Optional<Listener> agents(Settings settings) throws RefusedException {
        return chosen(settings, ServerSettings.AGENT_PORT);
    }

    private static Optional<Listener> enrolment(Settings settings, Console console) throws RefusedException {
        boolean isNeeded = settings.get(ServerSettings.TLS_CLIENT_AUTH).equals("require");
        if (!isNeeded || settings.isGiven(ServerSettings.ENROLMENT_PORT)) {
            return chosen(settings, ServerSettings.ENROLMENT_PORT);
        }
        Listener usual = new Listener(settings.get(ServerSettings.HOST_ADDRESS), USUAL_ENROLMENT_PORT);
        Listener free = isFree(usual) ? usual : new Listener(usual.host(), freePort());
        console.note("the main port requires client certificates: agents enrol at port " + free.port()
                + " (server.enrolment_port chooses another)");
        return Optional.of(free);
    }

    private static Optional<Listener> chosen(Settings settings, Setting<Integer> setting) throws RefusedException {
        int port = settings.get(setting);
        if (port == 0) {
            return Optional.empty();
        }
        Listener listener = new Listener(settings.get(ServerSettings.HOST_ADDRESS), port);
        requireFree(listener, setting);
        return Optional.of(listener);
    }

    private static Optional<Listener> http(Settings settings, Listener https, Console console) throws RefusedException {
        int port = settings.get(ServerSettings.HTTP_PORT);
        if (port == 0) {
            return Optional.empty();
        }
        Listener http = new Listener(settings.get(ServerSettings.HTTP_HOST), port);
        if (settings.isGiven(ServerSettings.HTTP_PORT)) {
            requireFree(http, ServerSettings.HTTP_PORT);
        } else if (port == https.port() || !isFree(http)) {
            console.note(
                    "port " + port + " is taken: the plain HTTP listener stays off (server.http_port chooses another)");
            return Optional.empty();
        }
        return Optional.of(http);
    }

    private static Optional<Listener> metrics(
            Settings settings, Listener https, Optional<Listener> http, Console console) throws RefusedException {
        if (!settings.get(OperationSettings.METRICS_ENABLED)) {
            return Optional.empty();
        }
        int port = settings.get(OperationSettings.METRICS_PORT);
        Listener metrics = new Listener(settings.get(OperationSettings.METRICS_HOST), port);
        boolean used = port == https.port()
                || http.filter(other -> other.port() == port).isPresent();
        if (settings.isGiven(OperationSettings.METRICS_PORT)) {
            requireFree(metrics, OperationSettings.METRICS_PORT);
        } else if (used || !isFree(metrics)) {
            Listener moved = new Listener("127.0.0.1", freePort());
            console.note("port " + port + " is taken: metrics are at http://127.0.0.1:" + moved.port()
                    + "/metrics (monitoring.metrics.port chooses another)");
            return Optional.of(moved);
        }
        return Optional.of(metrics);
    }

    private static void requireFree(Listener listener, Setting<Integer> setting) throws RefusedException {
        Optional<String> obstacle = obstacle(listener);
        if (obstacle.isPresent()) {
            throw new RefusedException(
                    ExitCode.PORT_TAKEN,
                    "cannot listen on port " + listener.port() + " of " + listener.host() + " (" + setting.key() + "): "
                            + obstacle.get());
        }
    }

    private static boolean isFree(Listener listener) {
        return obstacle(listener).isEmpty();
    }

    private static Optional<String> obstacle(Listener listener) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(listener.host()), listener.port()));
            return Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.of("the host is unknown");
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
