package io.ris.hub.monitoring.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.monitoring.ReportTexts;
import io.ris.hub.monitoring.documents.ProbeDocuments;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GatheringTest {

    /** One with a host, processes, and an edge to each. */
    private static AgentPicture picture(String agentId, int processes) {
        String listed = IntStream.rangeClosed(1, processes)
                .mapToObj(pid -> "{\"pid\":" + pid + "}")
                .collect(Collectors.joining(","));
        return picture(
                agentId, "{\"agent_id\":\"" + agentId + "\",\"processes_info\":{\"processes\":[" + listed + "]}}");
    }

    private static AgentPicture picture(String agentId, String report) {
        return new PictureMaker(agentId, ProbeDocuments.report(report.getBytes(StandardCharsets.UTF_8)), Instant.EPOCH)
                .make();
    }

    private static Topology gathered(int most, AgentPicture... pictures) {
        Gathering gathering = new Gathering(most);
        for (AgentPicture picture : pictures) {
            gathering.add(picture);
        }
        return Topology.of(gathering.all(), Instant.EPOCH);
    }

    @Test
    void allIsShownWhereThereIsRoom() {
        Topology shown = gathered(32, picture("a", 5), picture("b", 10));
        assertThat(shown.nodes()).hasSize(17);
        assertThat(shown.find("a").orElseThrow().metadata()).doesNotContainKey("partial");
    }

    @Test
    void ofTheLargestTheHostAloneIsShownAndSaysSo() {
        for (AgentPicture[] order : new AgentPicture[][] {
            {picture("a", 5), picture("fat", 100), picture("b", 10)},
            {picture("fat", 100), picture("b", 10), picture("a", 5)}
        }) {
            Topology shown = gathered(33, order);
            assertThat(shown.nodes()).hasSize(18).containsKeys("fat", "a-5", "b-10");
            assertThat(shown.nodes()).doesNotContainKey("fat-1");
            assertThat(shown.find("fat").orElseThrow().metadata()).containsEntry("partial", true);
            assertThat(shown.find("a").orElseThrow().metadata()).doesNotContainKey("partial");
        }
    }

    @Test
    void whatCountsIsNodesAndEdges() {
        AgentPicture large = picture("big", new String(ReportTexts.large("big", 1), StandardCharsets.UTF_8));
        Topology whole = Topology.of(List.of(large), Instant.EPOCH);
        assertThat(large.size()).isEqualTo(whole.nodes().size() + whole.edges().size());
        assertThat(gathered(large.size(), large).nodes()).hasSameSizeAs(whole.nodes());
        assertThat(gathered(large.size() - 1, large).nodes()).hasSize(1);
    }

    @Test
    void hostsAreAllShownWhateverTheLimit() {
        assertThat(gathered(1, picture("a", 1), picture("b", 1), picture("c", 1))
                        .nodes())
                .containsOnlyKeys("a", "b", "c");
    }
}
