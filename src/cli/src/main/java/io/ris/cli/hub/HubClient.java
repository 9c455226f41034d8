package io.ris.cli.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.ris.cli.RefusedException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Requests to the hub that the user is logged in to. A token that has ended is replaced on the way. Not thread-safe. */
public final class HubClient {

    private static final Pattern NEXT = Pattern.compile("<([^>]*)>\\s*;\\s*rel=\"?next\"?");
    private static final int UNAUTHENTICATED = 401;
    private static final int LARGEST_PAGE = 200;

    private final Hubs hubs;
    private final HubConnection connection;
    private SavedLogin login;
    private @Nullable String tenant;
    private Patience patience = Patience.none();

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

    /** From now on bears with a hub that gives no answer at once. */
    public HubClient with(Patience more) {
        patience = more;
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
     * @param total length of the whole list; 0 where it is none
     * @param next path of the next part of a list that has a cursor
     */
    public record Answer(JsonNode data, long total, Optional<String> next) {}

    /** Reads. */
    public Answer get(String path) throws RefusedException {
        return patience.ask(() -> answer(send("GET", path)));
    }

    /**
     * A list without a cursor, page by page.
     *
     * @param parameters of the query
     * @param limit the most items
     */
    public ArrayNode list(String path, Map<String, ? extends @Nullable Object> parameters, int limit)
            throws RefusedException {
        ArrayNode all = HubConnection.JSON.createArrayNode();
        Map<String, @Nullable Object> query = new LinkedHashMap<>(parameters);
        query.put("per_page", Math.clamp(limit, 1, LARGEST_PAGE));
        long total = limit;
        for (int page = 1; all.size() < Math.min(limit, total); page++) {
            query.put("page", page);
            Answer answer = get(path + query(query));
            total = answer.data().isEmpty() ? all.size() : answer.total();
            for (JsonNode item : answer.data()) {
                if (all.size() < limit) {
                    all.add(item);
                }
            }
        }
        return all;
    }

    /** Does something that needs no body. */
    public Answer post(String path) throws RefusedException {
        return patience.ask(() -> answer(send("POST", path)));
    }

    /**
     * Makes something.
     *
     * @param key makes it once, however often it is asked for
     */
    public Answer post(String path, JsonNode body, String key) throws RefusedException {
        return patience.ask(() -> answer(send(path, request -> request.header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())))));
    }

    /** Sets something as a whole. */
    public Answer put(String path, JsonNode body) throws RefusedException {
        return patience.ask(() -> answer(send(path, request -> request.header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body.toString())))));
    }

    /** Reads something that is no JSON document, or a large one; to be closed. */
    public InputStream stream(String path) throws RefusedException {
        return send("GET", path).body();
    }

    /**
     * Reads events while they happen; empty where the hub has none for it.
     *
     * @param lastEvent up to which they are known; null for none
     */
    public Optional<EventStream> events(String path, @Nullable String lastEvent) throws RefusedException {
        HttpResponse<InputStream> response = patience.ask(() -> send(path, request -> {
            request.header("Accept", EventStream.MEDIA_TYPE);
            return lastEvent == null ? request : request.header("Last-Event-ID", lastEvent);
        }));
        boolean streams = response.headers()
                .firstValue("Content-Type")
                .filter(type -> type.startsWith(EventStream.MEDIA_TYPE))
                .isPresent();
        if (streams) {
            return Optional.of(new EventStream(response.body()));
        }
        HubConnection.json(response); // read, so that its connection can be used again
        return Optional.empty();
    }

    private static Answer answer(HttpResponse<InputStream> response) throws RefusedException {
        Optional<String> next = response.headers().allValues("Link").stream()
                .map(NEXT::matcher)
                .filter(Matcher::find)
                .map(link -> response.uri().resolve(link.group(1)))
                .map(link -> link.getRawPath() + "?" + link.getRawQuery())
                .findFirst();
        JsonNode envelope = HubConnection.json(response);
        return new Answer(envelope.path("data"), envelope.path("total").asLong(), next);
    }

    private HttpResponse<InputStream> send(String method, String path) throws RefusedException {
        return send(path, request -> request.method(method, HttpRequest.BodyPublishers.noBody()));
    }

    private HttpResponse<InputStream> send(String path, UnaryOperator<HttpRequest.Builder> content)
            throws RefusedException {
        HttpResponse<InputStream> response = once(path, content);
        if (response.statusCode() == UNAUTHENTICATED) {
            login = hubs.renewed(login);
            response = once(path, content);
        }
        if (response.statusCode() >= 300) {
            throw HubConnection.refusal(response);
        }
        return response;
    }

    private HttpResponse<InputStream> once(String path, UnaryOperator<HttpRequest.Builder> content)
            throws RefusedException {
        HttpRequest.Builder request = connection.request(path, login.accessToken());
        if (tenant != null) {
            request.header("X-Tenant-Code", tenant);
        }
        patience.answer().ifPresent(request::timeout);
        return connection.send(content.apply(request).build());
    }

    /** A text as one part of a path. */
    public static String part(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
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
