package io.ris.hub.monitoring.updates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ris.hub.monitoring.ReportTexts;
import io.ris.hub.monitoring.timeseries.TestSeries;
import io.ris.hub.monitoring.topology.TestTopology;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.live.LiveMessage;
import io.ris.hub.platform.live.RawJson;
import io.ris.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpdateFeedTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set before each test
    private Path directory;

    @SuppressWarnings("NullAway.Init") // set before each test
    private TestSeries series;

    @SuppressWarnings("NullAway.Init") // set before each test
    private TestTopology topology;

    private final AtomicInteger wakes = new AtomicInteger();

    @BeforeEach
    void begin() {
        series = TestSeries.in(directory);
        topology = new TestTopology(series);
    }

    @AfterEach
    void end() {
        series.close();
    }

    @Test
    void beginsWithTheWholePictureAndThenTellsWhatIsNew() {
        series.report("a", ReportTexts.small("a", 1));
        UpdateFeed feed = feed(false);

        assertThat(types(feed)).containsExactly("topology_update");

        report(feed, "a", ReportTexts.small("a", 2));
        tick(feed);
        assertThat(types(feed)).containsExactly("topology_update", "report_update");
        tick(feed);
        assertThat(types(feed)).as("nothing has changed").isEmpty();
        assertThat(wakes).hasPositiveValue();
    }

    @Test
    void aReportIsToldWithItsAgent() throws JsonProcessingException {
        UpdateFeed feed = feed(false);
        types(feed);
        report(feed, "a", ReportTexts.small("a", 2));

        JsonNode payload = payload(feed.next().orElseThrow());
        assertThat(payload.path("agent_id").asText()).isEqualTo("a");
        assertThat(payload.path("report").path("hostname").asText()).isEqualTo("a.example");
    }

    @Test
    void whoFallsBehindIsShownTheWholePictureInPlaceOfWhatWasMissed() {
        UpdateFeed feed = feed(false);
        types(feed);
        for (int number = 0; number < 10_000; number++) {
            report(feed, "a", ReportTexts.small("a", number));
        }
        series.pass(UpdateFeed.PAUSE);

        List<String> told = types(feed);
        assertThat(told.getFirst()).isEqualTo("topology_update");
        assertThat(told).hasSizeLessThanOrEqualTo(WaitingReports.MOST + 1);
    }

    @Test
    void deltasMakeTheSamePictureAsTheWholeOne() throws JsonProcessingException {
        series.report("a", ReportTexts.large("a", 1));
        series.report("b", ReportTexts.large("b", 1));
        UpdateFeed feed = feed(true);
        ObjectNode picture = (ObjectNode) payload(feed.next().orElseThrow());

        series.report("a", ReportTexts.large("a", 2));
        series.report("b", ReportTexts.small("b", 2));
        series.report("c", ReportTexts.small("c", 3));
        tick(feed);
        LiveMessage message = feed.next().orElseThrow();
        assertThat(message.type()).isEqualTo("topology_delta");
        apply(payload(message), picture);

        assertThat(picture)
                .isEqualTo(Json.lenient().readTree(topology.current().text().text()));
    }

    @Test
    void whatBecomesTooOldIsRemovedByADelta() throws JsonProcessingException {
        series.report("a", ReportTexts.small("a", 1));
        UpdateFeed feed = feed(true);
        feed.next();
        series.pass(Duration.ofMinutes(6));
        feed.changed(topology.current());

        assertThat(payload(feed.next().orElseThrow())
                        .path("remove")
                        .path("nodes")
                        .toString())
                .isEqualTo("[\"a\"]");
    }

    @Test
    void aReaderMayWantLess() throws JsonProcessingException {
        series.report("a", ReportTexts.large("a", 1));
        series.report("b", ReportTexts.large("b", 1));
        UpdateFeed feed = feed(false);
        types(feed);
        series.pass(UpdateFeed.PAUSE);
        narrow(feed, "{'agents':['b'],'types':['topology_update','container']}");

        JsonNode nodes = payload(feed.next().orElseThrow()).path("nodes");
        assertThat(nodes)
                .hasSize(5)
                .allSatisfy(node -> assertThat(node.path("parent_id").asText()).isEqualTo("b"));
        report(feed, "b", ReportTexts.small("b", 2));
        assertThat(types(feed)).as("reports are not wanted").isEmpty();

        narrow(feed, "{'agents':['b'],'types':['report_update']}");
        report(feed, "a", ReportTexts.small("a", 2));
        report(feed, "b", ReportTexts.small("b", 2));
        assertThat(types(feed)).containsExactly("report_update");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aReaderIsToldOfThePictureWhenItsPartHasChanged(boolean byDelta) throws JsonProcessingException {
        series.report("a", ReportTexts.small("a", 1));
        UpdateFeed feed = feed(byDelta);
        types(feed);
        series.pass(UpdateFeed.PAUSE);
        narrow(feed, "{'agents':['a']}");
        assertThat(types(feed)).containsExactly("topology_update");

        series.report("b", ReportTexts.small("b", 1));
        tick(feed);
        assertThat(types(feed)).as("another's machine").isEmpty();

        series.report("a", ReportTexts.small("a", 2));
        tick(feed);
        assertThat(types(feed)).containsExactly(byDelta ? "topology_delta" : "topology_update");
        tick(feed);
        assertThat(types(feed)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aReportThatSaysTheSameChangesNothing(boolean byDelta) {
        byte[] report = "{\"agent_id\":\"a\",\"hostname\":\"h\",\"timestamp\":\"2026-11-23T12:00:00Z\"}"
                .getBytes(StandardCharsets.UTF_8);
        series.report("a", report);
        UpdateFeed feed = feed(byDelta);
        types(feed);

        report(feed, "a", report);
        tick(feed);
        assertThat(types(feed)).containsExactly("report_update");
    }

    @Test
    void picturesAreToldOnceASecondAtMostHoweverOftenTheyAreAskedFor() throws JsonProcessingException {
        UpdateFeed feed = feed(false);
        assertThat(types(feed)).containsExactly("topology_update");

        series.report("a", ReportTexts.small("a", 1));
        feed.changed(topology.current());
        assertThat(types(feed)).as("at once after the first").isEmpty();
        for (int time = 0; time < 20; time++) {
            narrow(feed, "{'agents':['a']}");
            assertThat(types(feed)).isEmpty();
        }
        series.pass(UpdateFeed.PAUSE.minusMillis(1));
        assertThat(types(feed)).isEmpty();

        series.pass(Duration.ofMillis(1));
        feed.changed(topology.current());
        assertThat(types(feed)).containsExactly("topology_update");
        series.pass(UpdateFeed.PAUSE);
        narrow(feed, "{'agents':null}");
        assertThat(types(feed)).as("after a pause at once").containsExactly("topology_update");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"agents\":7}", "{\"agents\":[7]}", "{\"types\":[\"weather\"]}", "{\"types\":\"host\"}"})
    void aWishThatIsNoneChangesNothing(String wish) {
        UpdateFeed feed = feed(false);
        types(feed);

        assertThatThrownBy(() -> feed.narrow(Json.lenient().readTree(wish))).isInstanceOf(HubException.Invalid.class);
        report(feed, "a", ReportTexts.small("a", 2));
        assertThat(types(feed)).containsExactly("report_update");
    }

    private UpdateFeed feed(boolean byDelta) {
        UpdateFeed feed = new UpdateFeed(byDelta, topology::current, series.clock(), closed -> {});
        feed.begin(wakes::incrementAndGet);
        return feed;
    }

    /** A while later it is looked whether there is another picture. */
    private void tick(UpdateFeed feed) {
        series.pass(UpdateFeed.PAUSE);
        feed.changed(topology.current());
    }

    private static void narrow(UpdateFeed feed, String wish) throws JsonProcessingException {
        feed.narrow(Json.lenient().readTree(wish.replace('\'', '"')));
    }

    private void report(UpdateFeed feed, String agentId, byte[] report) {
        series.report(agentId, report);
        feed.reported(new ReportNews(agentId, report));
    }

    private static List<String> types(UpdateFeed feed) {
        List<String> types = new ArrayList<>();
        for (Optional<LiveMessage> next = feed.next(); next.isPresent(); next = feed.next()) {
            types.add(next.get().type());
        }
        return types;
    }

    private static JsonNode payload(LiveMessage message) throws JsonProcessingException {
        return Json.lenient().readTree(((RawJson) message.payload()).text());
    }

    private static void apply(JsonNode delta, ObjectNode picture) {
        for (String part : List.of("nodes", "edges")) {
            ObjectNode things = (ObjectNode) picture.path(part);
            things.setAll((ObjectNode) delta.path("add").path(part));
            things.setAll((ObjectNode) delta.path("update").path(part));
            delta.path("remove").path(part).forEach(gone -> things.remove(gone.asText()));
        }
        picture.set("timestamp", delta.path("timestamp"));
    }
}
