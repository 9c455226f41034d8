package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every text that a client may send, in the body, path or query of any operation of the hub's own description, in turn
 * replaced by what has done harm elsewhere. None is left out.
 */
@ExtendWith(SharedHub.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileTextsIT {

    /** Names an agent by id, name or host, and is answered by its id. */
    private static final JsonPointer AGENT = JsonPointer.compile("/client_id");

    private final Hub hub;
    private HostileCalls calls;

    HostileTextsIT(Hub hub) {
        this.hub = hub;
    }

    @BeforeAll
    void prepare() {
        calls = new HostileCalls(hub);
    }

    private List<ApiContract.Route> routes() {
        return hub.api().contract().routes();
    }

    private List<HostileCalls.Call> callsWithABody() {
        List<HostileCalls.Call> withABody = routes().stream()
                .filter(route -> route.operation().has("requestBody"))
                .map(calls::to)
                .toList();
        assertThat(withABody).hasSizeGreaterThan(20).noneMatch(call -> call.body()
                .isEmpty());
        return withABody;
    }

    private Set<JsonPointer> places(HostileCalls.Call call) {
        ApiContract contract = hub.api().contract();
        return HostileTexts.places(call.body(), contract.body(call.route()), contract);
    }

    @Test
    void namesTheFieldThatHoldsAnOperatorOrAListInPlaceOfAText() {
        SoftAssertions softly = new SoftAssertions();
        for (HostileCalls.Call call : callsWithABody()) {
            for (JsonPointer place : places(call)) {
                HostileTexts.operators()
                        .forEach(operator -> softly.check(() -> refusesTheField(call, place, operator)));
            }
        }
        softly.assertAll();
    }

    private void refusesTheField(HostileCalls.Call call, JsonPointer place, JsonNode operator) {
        Reply reply = send(call, place, operator);
        String what = call.route().name() + " with " + operator + " at " + place + ": " + reply.text();
        assertThat(reply.status()).as(what).isIn(400, 422);
        assertThat(reply.faultyFields()).as(what).anyMatch(field -> HostileTexts.isNamed(field, place));
    }

    @Test
    void refusesATextOrKeepsItAsItIs() {
        SoftAssertions softly = new SoftAssertions();
        AtomicInteger kept = new AtomicInteger();
        for (HostileCalls.Call call : callsWithABody()) {
            for (JsonPointer place : places(call)) {
                HostileTexts.texts()
                        .forEach(text -> softly.check(() -> {
                            if (isKept(call, place, text)) {
                                kept.incrementAndGet();
                            }
                        }));
            }
        }
        softly.assertAll();
        assertThat(kept).as("texts that were answered as they were sent").hasValueGreaterThan(20);
    }

    private boolean isKept(HostileCalls.Call call, JsonPointer place, JsonNode text) {
        Reply reply = send(call, place, text);
        String sent = text.asText();
        String what = call.route().name() + " with " + sent.substring(0, Math.min(30, sent.length())) + " at " + place;
        assertHarmless(what, reply);
        JsonNode answered = reply.json().path("data").at(place);
        if (!answered.isTextual() || place.equals(AGENT)) {
            return false;
        }
        assertThat(answered.asText()).as(what).isEqualTo(sent);
        return true;
    }

    private Reply send(HostileCalls.Call call, JsonPointer place, JsonNode value) {
        JsonNode body = HostileTexts.with(calls.anew(call.route(), call.body()), place, value);
        return call.api().sendJson(verb(call), call.path(Map.of()), body);
    }

    private static String verb(HostileCalls.Call call) {
        return call.route().verb().toUpperCase(Locale.ROOT);
    }

    @Test
    void takesNoPartOfAPathForMoreThanAText() {
        SoftAssertions softly = new SoftAssertions();
        int asked = 0;
        for (ApiContract.Route route : routes()) {
            if (route.path().contains("{")) {
                HostileCalls.Call call = calls.to(route);
                for (String name : call.path().keySet()) {
                    HostileTexts.parameters()
                            .forEach(text -> softly.check(() -> assertHarmless(call, call.path(Map.of(name, text)))));
                    asked++;
                }
            }
        }
        softly.assertAll();
        assertThat(asked).isGreaterThan(30);
    }

    @Test
    void takesNoPartOfAQueryForMoreThanAText() {
        SoftAssertions softly = new SoftAssertions();
        int asked = 0;
        for (ApiContract.Route route : routes()) {
            List<String> names = queryParameters(route);
            if (!names.isEmpty()) {
                HostileCalls.Call call = calls.to(route);
                for (String name : names) {
                    String query = call.path(Map.of()) + "?" + name + "=";
                    HostileTexts.parameters()
                            .forEach(text ->
                                    softly.check(() -> assertHarmless(call, query + HostileCalls.encoded(text))));
                    asked++;
                }
            }
        }
        softly.assertAll();
        assertThat(asked).isGreaterThan(30);
    }

    private static List<String> queryParameters(ApiContract.Route route) {
        return route.operation()
                .path("parameters")
                .valueStream()
                .filter(parameter -> parameter.path("in").asText().equals("query"))
                .map(parameter -> parameter.path("name").asText())
                .toList();
    }

    private static void assertHarmless(HostileCalls.Call call, String path) {
        boolean hasBody = call.route().operation().has("requestBody");
        var request = call.api()
                .request(path)
                .method(verb(call), hasBody ? RisApi.json(call.body()) : BodyPublishers.noBody());
        if (hasBody) {
            request.header("Content-Type", "application/json");
        }
        String what = verb(call) + " " + path.substring(0, Math.min(150, path.length()));
        assertHarmless(what, call.api().exchange(request.build()));
    }

    /** A refusal by the server below, before the hub sees it, is none of the hub's problem documents. */
    private static void assertHarmless(String what, Reply reply) {
        assertThat(reply.status()).as("%s: %s", what, reply.text()).isBetween(200, 499);
        assertThat(reply.headers().map()).as(what).doesNotContainKey("x-injected");
        if (reply.header("content-type").startsWith("application/problem+json")) {
            reply.checkedProblem();
        }
    }
}
