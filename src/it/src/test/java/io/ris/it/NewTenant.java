package io.ris.it;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A tenant that a test made for itself, with an administrator.
 *
 * @param code made up, so that no other test has it
 * @param password of its administrator
 * @param api of its administrator
 * @param refreshToken of its administrator's session
 */
record NewTenant(Hub hub, String code, String password, RisApi api, String refreshToken) {

    static final String ADMINISTRATOR = "root";

    private static final Duration EXPORT_LIMIT = Duration.ofSeconds(40);

    /** Makes one without limits on the platform's store. */
    static NewTenant of(Hub hub) {
        return of(hub, Map.of());
    }

    /** @param more fields of the request */
    static NewTenant of(Hub hub, Map<String, Object> more) {
        String code = "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        Map<String, Object> request = new HashMap<>(more);
        request.put("code", code);
        request.put("name", "Tenant " + code);
        request.put("administrator", Map.of("username", ADMINISTRATOR));
        JsonNode made =
                hub.admin().post("/platform/v1/tenants", request).expect(201).data();
        String password = made.path("administrator").path("password").asText();
        JsonNode session =
                hub.api().login(ADMINISTRATOR, password, code).expect(200).data();
        return new NewTenant(
                hub,
                code,
                password,
                hub.api().withToken(session.path("access_token").asText()),
                session.path("refresh_token").asText());
    }

    String path() {
        return "/platform/v1/tenants/" + code;
    }

    /** The answer to a login of its administrator. */
    Reply login() {
        return hub.api().login(ADMINISTRATOR, password, code);
    }

    void suspend() {
        hub.admin().post(path() + "/suspend", Map.of("reason", "a test")).expect(200);
    }

    void resume() {
        hub.admin().post(path() + "/resume", "").expect(200);
    }

    /** Has it exported, and returns the text of each file of the archive. */
    Map<String, String> exported() {
        RisApi admin = hub.admin();
        String id =
                admin.post(path() + "/export", "").expect(202).data().path("id").asText();
        awaitExport(id);
        return Archive.unpacked(admin.download(path() + "/export/" + id + "/archive"));
    }

    void awaitExport(String id) {
        await("the archive").atMost(EXPORT_LIMIT).until(() -> hub.admin()
                .get(path() + "/export/" + id)
                .expect(200)
                .data()
                .path("status")
                .asText()
                .equals("finished"));
    }
}
