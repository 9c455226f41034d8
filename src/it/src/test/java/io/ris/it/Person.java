package io.ris.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A user whom a test made.
 *
 * @param api a client without a token
 */
record Person(RisApi api, String id, String name, String password) {

    private static final AtomicInteger COUNT = new AtomicInteger();

    /** A new user of the hub, invited by its administrator, who chose a password. */
    static Person invited(Hub hub, String... roles) {
        Person person = added(hub, roles);
        String token = hub.admin()
                .post("/platform/v1/users/" + person.id + "/invitation", Map.of())
                .expect(201)
                .data()
                .path("token")
                .asText();
        hub.api()
                .post("/auth/invitation", Map.of("token", token, "password", person.password))
                .expect(200);
        return person;
    }

    /** A new user who has no password yet. */
    static Person added(Hub hub, String... roles) {
        String name = "person-" + COUNT.incrementAndGet();
        JsonNode made = hub.admin()
                .post(
                        "/platform/v1/users",
                        Map.of(
                                "username",
                                name,
                                "email",
                                name + "@example.org",
                                "roles",
                                List.of(roles),
                                "must_change_password",
                                false))
                .expect(201)
                .data();
        return new Person(hub.api(), made.path("id").asText(), name, "the password of " + name);
    }

    Reply login() {
        return api.login(name, password);
    }

    /** A client of a new session. */
    RisApi loggedIn() {
        return api.withToken(login().expect(200).data().path("access_token").asText());
    }

    String path() {
        return "/platform/v1/users/" + id;
    }
}
