package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two hubs over one store, with one master key and one CA of agents: what is done on one holds on the other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedHub.class)
class TwoNodesIT {

    private static final Duration KNOWN_EVERYWHERE = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int WRONG_PASSWORDS = 100;

    /** So many fail from one address before the account is locked there. */
    private static final int FREE_FAILURES = 5;

    private final StoreProcess store = new StoreProcess();
    private final String masterKey = Scratch.masterKey();
    private Hub one;
    private Hub other;

    @BeforeAll
    void startHubs() {
        store.start();
        one = node().start();
        other = node().withAgentCaOf(one).start();
    }

    private Hub node() {
        return Hub.withoutAgent().with("MONGODB_URI", store.uri()).with("RIS_MASTER_KEY", masterKey);
    }

    @AfterAll
    void stopHubs() {
        Stream.of(one, other).filter(hub -> hub != null).forEach(Hub::close);
        store.close();
    }

    private static String token(Reply login) {
        return login.expect(200).data().path("access_token").asText();
    }

    /** A client of the other node with a session that was begun there. */
    private RisApi atTheOther(NewTenant tenant) {
        return other.api()
                .withToken(token(other.api().login(NewTenant.ADMINISTRATOR, tenant.password(), tenant.code())));
    }

    private RisApi atTheOther(Person person) {
        return other.api().withToken(token(other.api().login(person.name(), person.password())));
    }

    private static void awaitStatus(int status, Callable<Reply> call) {
        await("the other node knows")
                .atMost(KNOWN_EVERYWHERE)
                .until(() -> call.call().status() == status);
    }

    @Test
    void aNewTenantWorksAtOnceOnEveryNode() {
        RisApi api = atTheOther(NewTenant.of(one));
        api.createAgent("here");
        assertThat(api.totals()).isEqualTo(new RisApi.Totals(0, 1));
    }

    @Test
    void aSuspensionHoldsOnEveryNode() {
        NewTenant tenant = NewTenant.of(one);
        RisApi api = atTheOther(tenant);
        api.get("/auth/me").expect(200);
        tenant.suspend();
        awaitStatus(403, () -> api.get("/auth/me"));
        tenant.resume();
        awaitStatus(200, () -> api.get("/auth/me"));
    }

    @Test
    void oneNodeWinsWhereBothMakeTheSameTenant() throws Exception {
        Map<String, Object> request = Map.of("code", "contested", "name", "Contested");
        assertThat(atBoth(admin -> admin.post("/platform/v1/tenants", request)))
                .extracting(Reply::status)
                .containsExactlyInAnyOrder(201, 409);
    }

    /** What both nodes answer to the same request of the administrator at the same time. */
    private List<Reply> atBoth(Function<RisApi, Reply> request) throws InterruptedException, ExecutionException {
        RisApi admin = one.admin();
        RisApi elsewhere = admin.at(other.base());
        return inParallel(List.of(() -> request.apply(admin), () -> request.apply(elsewhere)));
    }

    private static List<Reply> inParallel(List<Callable<Reply>> calls) throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newFixedThreadPool(Math.min(20, calls.size()))) {
            List<Reply> replies = new ArrayList<>();
            for (Future<Reply> reply : threads.invokeAll(calls)) {
                replies.add(reply.get());
            }
            return replies;
        }
    }

    @Test
    void limitsHoldOverBothNodesTogether() {
        NewTenant tenant = NewTenant.of(one, Map.of("limits", Map.of("max_clients", 2)));
        RisApi api = atTheOther(tenant);
        tenant.api().createAgent("first");
        api.createAgent("second");
        tenant.api().post("/platform/v1/ris", Map.of("name", "third")).expectProblem(429, "client_limit");
        api.post("/platform/v1/ris", Map.of("name", "third")).expectProblem(429, "client_limit");
    }

    @Test
    void aRevokedSessionIsRefusedOnEveryNode() {
        RisApi session = Person.invited(one, "operator").loggedIn();
        RisApi elsewhere = session.at(other.base());
        elsewhere.get("/auth/me").expect(200);
        session.delete("/auth/sessions").expect(200);
        awaitStatus(401, () -> elsewhere.get("/auth/me"));
    }

    @Test
    void whatAUserMayDoIsTheSameOnEveryNode() {
        Person person = Person.invited(one, "operator");
        RisApi api = atTheOther(person);
        Submission task = Submission.command("nobody", "true");
        api.execute(task).expect(404);
        one.admin().put(person.path(), Map.of("roles", List.of("readonly"))).expect(200);
        awaitStatus(403, () -> api.execute(task));
        api.get("/platform/v1/tasks").expect(200);
        one.admin().put(person.path(), Map.of("status", "disabled")).expect(200);
        awaitStatus(401, () -> api.get("/platform/v1/tasks"));
        other.api().login(person.name(), person.password()).expect(401);
    }

    @Test
    void aRoleThatIsChangedIsAnotherOnEveryNode() {
        String role = "role-" + UUID.randomUUID();
        one.admin()
                .post("/platform/v1/roles", Map.of("name", role, "permissions", List.of("task:execute", "task:read")))
                .expect(201);
        RisApi api = atTheOther(Person.invited(one, role));
        awaitStatus(404, () -> api.execute(Submission.command("nobody", "true")));
        one.admin()
                .put("/platform/v1/roles/" + role, Map.of("permissions", List.of("task:read")))
                .expect(200);
        awaitStatus(403, () -> api.execute(Submission.command("nobody", "true")));
        api.get("/platform/v1/tasks").expect(200);
    }

    @Test
    void aRevokedApiKeyIsRefusedOnEveryNode() {
        RisApi owner = Person.invited(one, "operator").loggedIn();
        JsonNode key = owner.post("/platform/v1/api-keys", Map.of("name", "k", "scopes", List.of("client:read")))
                .expect(201)
                .data();
        RisApi program = other.api().withToken(key.path("key").asText());
        program.get("/platform/v1/ris").expect(200);
        owner.delete("/platform/v1/api-keys/" + key.path("id").asText()).expect(200);
        awaitStatus(401, () -> program.get("/platform/v1/ris"));
    }

    @Test
    void aNewSigningKeyIsKnownToEveryNodeBeforeItSigns() {
        Person person = Person.invited(one, "operator");
        String kid = one.admin()
                .post("/platform/v1/keys/rotate", Map.of())
                .expect(200)
                .data()
                .path("kid")
                .asText();
        await("the other node publishes it").atMost(KNOWN_EVERYWHERE).until(() -> other.api()
                .get("/.well-known/jwks.json")
                .expect(200)
                .text()
                .contains(kid));
        String signed = await("a token that it signed")
                .atMost(LIMIT)
                .until(
                        () -> token(person.login()),
                        token -> kid.equals(
                                CompactToken.of(token).headerJson().path("kid").asText()));
        other.api().withToken(signed).get("/auth/me").expect(200);
    }

    @Test
    void aRevokedAgentIsSentAwayByTheNodeThatHasIt() throws Exception {
        JsonNode created = one.admin().createAgent("a-" + UUID.randomUUID());
        String id = created.path("unique_client_id").asText();
        KeyManager[] keys = ClientKeys.enrolled(one.api(), created);
        AgentSocket.Heard heard = new AgentSocket.Heard();
        WebSocket socket = AgentSocket.open(other, other.port(), keys, heard);
        AgentSocket.send(socket, AgentSocket.hello(id, 1));
        heard.await("welcome");
        one.admin().awaitConnected(id);

        one.admin().post("/platform/v1/ris/" + id + "/revoke", Map.of()).expect(200);

        await("its end").atMost(KNOWN_EVERYWHERE).until(heard.closed()::isDone);
        assertThat(heard.await("goodbye").path("reason").asText()).isEqualTo("revoked");
        RisApi.of(other.base(), RisApi.trusting(other.tls("ca.pem"), keys))
                .get("/pingpong")
                .expect(403);
    }

    @Test
    void aRefreshTokenIsGoodOnceOverAllNodes() throws Exception {
        Person person = Person.invited(one, "operator");
        String refresh = person.login().expect(200).data().path("refresh_token").asText();

        List<Reply> replies =
                atBoth(api -> api.withToken(null).post("/auth/refresh", Map.of("refresh_token", refresh)));

        assertThat(replies).extracting(Reply::status).containsExactlyInAnyOrder(200, 401);
        Reply won = replies.stream()
                .filter(reply -> reply.status() == 200)
                .findFirst()
                .orElseThrow();
        for (Hub hub : List.of(one, other)) {
            awaitStatus(401, () -> hub.api().withToken(token(won)).get("/auth/me"));
            hub.api()
                    .post(
                            "/auth/refresh",
                            Map.of(
                                    "refresh_token",
                                    won.data().path("refresh_token").asText()))
                    .expect(401);
        }
    }

    @Test
    void theTrailOfBothNodesIsIntactOnEach() {
        NewTenant tenant = NewTenant.of(one);
        RisApi api = atTheOther(tenant);
        api.createAgent("here");
        for (RisApi node : List.of(tenant.api(), api)) {
            JsonNode verified =
                    node.post("/platform/v1/audit/verify", Map.of()).expect(200).data();
            assertThat(verified.path("intact").asBoolean()).as("%s", verified).isTrue();
            assertThat(verified.path("chains")
                            .valueStream()
                            .filter(chain -> chain.path("last_seq").asLong() > 0))
                    .as("%s", verified)
                    .hasSizeGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void wrongPasswordsOnAllNodesLockAnAccountTogether() throws Exception {
        NewTenant tenant = NewTenant.of(one);
        List<Callable<Reply>> logins = IntStream.range(0, WRONG_PASSWORDS)
                .<Callable<Reply>>mapToObj(i ->
                        () -> (i % 2 == 0 ? one : other).api().login(NewTenant.ADMINISTRATOR, "wrong", tenant.code()))
                .toList();

        assertThat(inParallel(logins)).extracting(Reply::status).containsOnly(401);

        await("all of them in the trail").atMost(LIMIT).until(() -> failures(tenant, "") == WRONG_PASSWORDS);
        assertThat(failures(tenant, "locked"))
                .as("attempts that were refused before the hash was computed")
                .isGreaterThan(WRONG_PASSWORDS - 2 * FREE_FAILURES);
    }

    /** How many logins were refused, for a reason or for any; a record may stand for several. */
    private static long failures(NewTenant tenant, String reason) {
        return tenant.api()
                .get("/platform/v1/audit?action=session.login&result=denied&per_page=200")
                .expect(200)
                .data()
                .valueStream()
                .map(entry -> entry.path("details"))
                .filter(details -> details.path("reason").asText().contains(reason))
                .mapToLong(details -> details.path("further").asLong(1))
                .sum();
    }

    @Test
    void whatATaskWritesIsFollowedAtEitherNode() {
        try (AgentProcess agent = AgentProcess.enrolled(one, "followed-" + UUID.randomUUID())) {
            Path go = Scratch.absent("go");
            String task = one.admin()
                    .submit(Submission.script(
                            agent.id(),
                            "echo first; until [ -e \"$1\" ]; do sleep 0.05; done; echo last",
                            go.toString()));
            try (EventReader reader = EventReader.of(one.admin().at(other.base()), task)) {
                reader.await("the first line", events -> events.text("stdout").equals("first\n"));
                assertThat(reader.isOver()).isFalse();

                Scratch.write(go, "");

                assertThat(reader.awaitEnd()).isEqualTo("finished");
                assertThat(reader.text("stdout")).isEqualTo("first\nlast\n");
            }
        }
    }

    /** No broker carries messages between these nodes: what one takes on for an agent of the other is found in the store. */
    @Test
    void anAgentsTasksMayBeSubmittedCancelledAndPausedAtEitherNode() {
        try (AgentProcess agent = AgentProcess.enrolled(one, "of-one-" + UUID.randomUUID())) {
            RisApi elsewhere = one.admin().at(other.base());
            Effects effects = new Effects();
            JsonNode ran = elsewhere.run(effects.append(agent.id(), "elsewhere"));
            assertThat(ran.path("status").asText()).isEqualTo("completed");

            String running = elsewhere.submit(effects.appendBehindGate(agent.id(), "endless", 0));
            effects.awaitBegun("endless");
            elsewhere.post("/platform/v1/task/" + running + "/cancel", Map.of()).expect(202);
            assertThat(one.admin().awaitFinal(running).path("status").asText()).isEqualTo("cancelled");

            String scheduling = "/platform/v1/ris/" + agent.id() + "/scheduling";
            elsewhere.put(scheduling, Map.of("state", "paused")).expect(200);
            await("the agent's node knows").atMost(KNOWN_EVERYWHERE).until(() -> one.admin()
                    .get(scheduling)
                    .data()
                    .path("state")
                    .asText()
                    .equals("paused"));
            elsewhere.put(scheduling, Map.of("state", "active")).expect(200);
            assertThat(elsewhere
                            .run(effects.append(agent.id(), "again"))
                            .path("status")
                            .asText())
                    .isEqualTo("completed");
            assertThat(effects.counts()).isEqualTo(Map.of("elsewhere", 1L, "again", 1L));
        }
    }
}
