package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.it.CommandLine.Outcome;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The hub is killed while many tasks are submitted: every one that was acknowledged has its record, and the chain holds. */
@ExtendWith(SharedHub.class)
class AuditKilledIT {

    private static final int SUBMITTERS = 8;
    private static final int ENOUGH_BEFORE_THE_BLOW = 200;

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final CountDownLatch enough = new CountDownLatch(ENOUGH_BEFORE_THE_BLOW);

    @Test
    void everyAcknowledgedTaskHasItsRecordWhenTheHubIsKilled() throws Exception {
        try (Hub hub = Hub.withoutAgent().start();
                CommandLine shell = new CommandLine()) {
            String agent = hub.admin()
                    .createAgent("a-" + UUID.randomUUID())
                    .path("name")
                    .asText();
            RisApi api = hub.admin();
            try (ExecutorService threads = Executors.newFixedThreadPool(SUBMITTERS)) {
                for (int i = 0; i < SUBMITTERS; i++) {
                    threads.execute(() -> submitUntilKilled(api, agent));
                }
                enough.await();
                hub.killHub();
            }
            hub.start();

            assertThat(recorded(hub.admin())).containsAll(acknowledged);
            Figures.tell("audited tasks acknowledged before the kill", acknowledged.size(), "");
            assertThat(shell.login(hub).exitCode()).isZero();
            Outcome verified = shell.run("audit", "verify");
            assertThat(verified.exitCode()).as(verified.output()).isZero();
        }
    }

    private void submitUntilKilled(RisApi api, String agent) {
        Effects effects = new Effects();
        for (int status = 202; status == 202; ) {
            try {
                Reply reply = api.execute(effects.append(agent, "x").async());
                status = reply.status();
                if (status == 202) {
                    acknowledged.add("task/" + reply.data().path("task_id").asText());
                    enough.countDown();
                }
            } catch (UncheckedIOException killed) {
                return;
            }
        }
    }

    private static Set<String> recorded(RisApi api) {
        Set<String> resources = new HashSet<>();
        Optional<String> next = Optional.of("/platform/v1/audit?action=task.execute&per_page=200");
        while (next.isPresent()) {
            Reply page = api.get(next.get()).expect(200);
            for (JsonNode record : page.data()) {
                resources.add(record.path("resource").asText());
            }
            next = page.nextPage();
        }
        return resources;
    }
}
