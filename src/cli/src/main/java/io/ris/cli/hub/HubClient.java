package io.ris.cli.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.cli.RefusedException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Requests to the hub that the user is logged in to. A token that has ended is replaced on the way. Not thread-safe. */
public final class HubClient {

    private static final Pattern NEXT = Pattern.compile("<([^>]*)>\\s*;\\s*rel=\"?next\"?");
    private static final int UNAUTHENTICATED = 401;

    private final Hubs hubs;
    private final HubConnection connection;
    private SavedLogin login;
    private @Nullable String tenant;

    HubClient(Hubs hubs, HubConnection connection, SavedLogin login) {
        this.hubs = hubs;
        this.connection = connection;
        this.login = login;
    }

    /** Works in another tenant than that of the login, for who may. */
    public HubClient in(@Nullable String otherTenant) {
        tenant = otherTenant;
        return this;
    }

    /** Whether the user administers all tenants. */
    public boolean isSuperAdmin() {
        return "super_admin".equals(login.role());
    }

    /**
     * An answer.
     *
     * @param data what was asked for
     * @param next path of the next part of a list
     */
    public record Answer(JsonNode data, Optional<String> next) {}

    /** Reads. */
    public Answer get(String path) throws RefusedException {
        return answer(send("GET", path));
    }

    /** Does something that needs no body. */
    public Answer post(String path) throws RefusedException {
        return answer(send("POST", path));
    }

    /** Reads something that is no JSON document, or a large one; to be closed. */
    public InputStream stream(String path) throws RefusedException {
        return send("GET", path).body();
    }

    private static Answer answer(HttpResponse<InputStream> response) throws RefusedException {
        Optional<String> next = response.headers().allValues("Link").stream()
                .map(NEXT::matcher)
                .filter(Matcher::find)
                .map(link -> response.uri().resolve(link.group(1)))
                .map(link -> link.getRawPath() + "?" + link.getRawQuery())
                .findFirst();
        return new Answer(HubConnection.json(response).path("data"), next);
    }

    private HttpResponse<InputStream> send(String method, String path) throws RefusedException {
        HttpResponse<InputStream> response = once(method, path);
        if (response.statusCode() == UNAUTHENTICATED) {
            login = hubs.renewed(login);
            response = once(method, path);
        }
        if (response.statusCode() >= 300) {
            throw HubConnection.refusal(response);
        }
        return response;
    }

    private HttpResponse<InputStream> once(String method, String path) throws RefusedException {
        HttpRequest.Builder request = connection.request(path, login.accessToken());
        if (tenant != null) {
            request.header("X-Tenant-Code", tenant);
        }
        return connection.send(
                request.method(method, HttpRequest.BodyPublishers.noBody()).build());
    }

    /** A query of the parameters that have a value, with its question mark. */
    public static String query(Map<String, ? extends @Nullable Object> parameters) {
        return parameters.entrySet().stream()
                .filter(parameter -> parameter.getValue() != null)
                .map(parameter -> parameter.getKey() + "="
                        + URLEncoder.encode(String.valueOf(parameter.getValue()), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "?", ""));
    }
}
