package io.ris.cli.hub;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.cli.ExitCode;
import io.ris.cli.RefusedException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the hub that the user is logged in to, and keeps the login good. */
public final class Hubs {

    /** How long before its end a token is replaced. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private static final int OK = 200;

    private final LoginFile file;
    private final Clock clock;

    /** @param environment the user's */
    public Hubs(Map<String, String> environment, Clock clock) {
        this.file = LoginFile.of(environment);
        this.clock = clock;
    }

    /**
     * The hub of the last login.
     *
     * @throws RefusedException if there is none, or it has ended
     */
    public HubClient require() throws RefusedException {
        SavedLogin login = file.find().orElseThrow(() -> notLoggedIn("not logged in"));
        return new HubClient(this, new HubConnection(login.hubUri(), login.ca()), good(login));
    }

    private SavedLogin good(SavedLogin login) throws RefusedException {
        return clock.instant().plus(MARGIN).isBefore(login.expiry()) ? login : renewed(login);
    }

    /** A login with another token than this one, which is not good any more. */
    SavedLogin renewed(SavedLogin old) throws RefusedException {
        return file.alone(() -> {
            SavedLogin stored = file.find().orElseThrow(() -> notLoggedIn("not logged in"));
            return stored.accessToken().equals(old.accessToken()) ? refresh(stored) : stored;
        });
    }

    private SavedLogin refresh(SavedLogin login) throws RefusedException {
        HttpResponse<InputStream> response = new HubConnection(login.hubUri(), login.ca())
                .post("/auth/refresh", Map.of("refresh_token", login.refreshToken()));
        if (response.statusCode() == 401) {
            throw notLoggedIn("the login has ended");
        }
        if (response.statusCode() != OK) {
            throw HubConnection.refusal(response);
        }
        SavedLogin renewed =
                login(login.hub(), login.ca(), HubConnection.json(response).path("data"));
        file.write(renewed);
        return renewed;
    }

    /** Logs in and keeps the login. */
    void login(Credentials credentials) throws RefusedException {
        HubConnection hub = new HubConnection(credentials.hub(), credentials.ca());
        HttpResponse<InputStream> response = hub.post("/auth/login", credentials.body());
        if (response.statusCode() != OK) {
            throw HubConnection.refusal(response);
        }
        SavedLogin login = login(
                credentials.hub().toString(),
                credentials.ca(),
                HubConnection.json(response).path("data"));
        file.alone(() -> {
            file.write(login);
            return login;
        });
    }

    /** Ends the login, at the hub too. */
    void logout() throws RefusedException {
        HubClient hub = require();
        try {
            hub.post("/auth/logout");
        } finally {
            file.delete();
        }
    }

    private SavedLogin login(String hub, @Nullable String ca, JsonNode grant) {
        JsonNode user = grant.path("user");
        return new SavedLogin(
                hub,
                ca,
                user.path("username").asText(),
                user.path("tenant_code").asText(),
                user.path("role").asText(),
                grant.path("access_token").asText(),
                grant.path("refresh_token").asText(),
                clock.instant().plusSeconds(grant.path("expires_in").asLong()).toString());
    }

    private static RefusedException notLoggedIn(String why) {
        return new RefusedException(ExitCode.HUB_REFUSED, why + "; log in with: ris login");
    }
}
