package io.ris.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sessions that people see and end, their own and others'. */
@ExtendWith(SharedHub.class)
class SessionsIT {

    private final Hub hub;
    private final Person person;

    SessionsIT(Hub hub) {
        this.hub = hub;
        this.person = Person.invited(hub, "operator");
    }

    @Test
    void listsSessionsWithWhereTheyCameFrom() {
        RisApi one = person.loggedIn();
        person.loggedIn();

        JsonNode sessions = one.get("/auth/sessions").expect(200).data();

        assertThat(sessions).hasSize(2);
        assertThat(sessions.path(0).path("current").asBoolean()).isFalse();
        assertThat(sessions.path(1).path("current").asBoolean()).isTrue();
        assertThat(sessions.path(1).path("address").asText()).isEqualTo("127.0.0.1");
        assertThat(sessions.path(1).path("user_agent").asText()).startsWith("Java-http-client");
        assertThat(hub.admin().get(person.path() + "/sessions").expect(200).data())
                .hasSize(2);
    }

    @Test
    void endsASessionAndItsTokens() {
        RisApi one = person.loggedIn();
        JsonNode other = person.login().expect(200).data();
        RisApi otherApi = hub.api().withToken(other.path("access_token").asText());
        String id = otherApi.get("/auth/sessions").data().path(0).path("id").asText();

        one.delete("/auth/sessions/" + id).expect(200);

        otherApi.get("/auth/me").expect(401);
        hub.api()
                .post(
                        "/auth/refresh",
                        Map.of("refresh_token", other.path("refresh_token").asText()))
                .expect(401);
        one.get("/auth/me").expect(200);
        one.delete("/auth/sessions/" + id).expect(404);
    }

    @Test
    void nobodyEndsAnothersSessionWithoutThePermission() {
        RisApi one = person.loggedIn();
        Person other = Person.invited(hub, "operator");
        RisApi otherApi = other.loggedIn();
        String id = otherApi.get("/auth/sessions").data().path(0).path("id").asText();

        one.delete("/auth/sessions/" + id).expect(404);
        one.delete(other.path() + "/sessions").expect(403);
        one.get(other.path() + "/sessions").expect(403);
        otherApi.get("/auth/me").expect(200);

        hub.admin().delete(other.path() + "/sessions").expect(200);
        otherApi.get("/auth/me").expect(401);
    }

    @Test
    void endsAllOthersAndGoesOn() {
        RisApi one = person.loggedIn();
        RisApi other = person.loggedIn();
        one.delete("/auth/sessions?keep_current=true").expect(200);
        one.get("/auth/me").expect(200);
        other.get("/auth/me").expect(401);
        one.delete("/auth/sessions").expect(200);
        one.get("/auth/me").expect(401);
    }

    @Test
    void theOldestOfTooManySessionsEnds() {
        List<RisApi> logins = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            logins.add(person.loggedIn());
        }
        logins.getFirst().get("/auth/me").expect(401);
        logins.subList(1, 6).forEach(login -> login.get("/auth/me").expect(200));
    }

    @Test
    void aTicketIsForWhoIsLoggedIn() {
        JsonNode ticket =
                person.loggedIn().post("/auth/ticket", Map.of()).expect(200).data();
        assertThat(ticket.path("ticket").asText()).startsWith("default.");
        assertThat(ticket.path("expires_in").asInt()).isEqualTo(30);
        hub.api().post("/auth/ticket", Map.of()).expect(401);
    }
}
