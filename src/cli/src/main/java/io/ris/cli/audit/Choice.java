package io.ris.cli.audit;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which records of which trail. */
final class Choice {

    @Option(names = "--tenant", paramLabel = "CODE", description = "Another tenant than that of the login.")
    @Nullable
    String tenant;

    @Option(names = "--platform", description = "The trail of what concerns no tenant.")
    boolean platform;

    @Option(names = "--kind", description = "Such as authentication, authorization, administration.")
    private @Nullable String kind;

    @Option(names = "--user", paramLabel = "NAME", description = "Name or id of who did it.")
    private @Nullable String user;

    @Option(names = "--action", description = "Such as user.create; user.* for all that begins so.")
    private @Nullable String action;

    @Option(names = "--resource", description = "What it was done to.")
    private @Nullable String resource;

    @Option(names = "--result", description = "success, failure or denied.")
    private @Nullable String result;

    @Option(names = "--ip", paramLabel = "ADDRESS", description = "The client's address.")
    private @Nullable String ip;

    @Option(names = "--session", paramLabel = "ID", description = "The session or API key.")
    private @Nullable String session;

    @Option(names = "--request-id", paramLabel = "ID", description = "The request.")
    private @Nullable String requestId;

    @Option(names = "--from", paramLabel = "TIME", description = "Not before, such as 2026-01-31T12:00:00Z.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Before.")
    private @Nullable String to;

    /** As the hub takes it. */
    Map<String, @Nullable Object> parameters() {
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        parameters.put("trail", platform ? "platform" : null);
        parameters.put("kind", kind);
        parameters.put("user", user);
        parameters.put("action", action);
        parameters.put("resource", resource);
        parameters.put("result", result);
        parameters.put("ip", ip);
        parameters.put("session", session);
        parameters.put("request_id", requestId);
        parameters.put("from", from);
        parameters.put("to", to);
        return parameters;
    }
}
