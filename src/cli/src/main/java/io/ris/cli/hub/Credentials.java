package io.ris.cli.hub;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a login needs.
 *
 * @param ca PEM; null for the CAs that this machine trusts
 * @param tenant null for the hub's default tenant
 * @param otp one-time password; null for none
 */
record Credentials(
        URI hub,
        @Nullable String ca,
        String username,
        String password,
        @Nullable String tenant,
        @Nullable String otp) {

    Map<String, String> body() {
        Map<String, String> body = new HashMap<>(Map.of("username", username, "password", password));
        if (tenant != null) {
            body.put("tenant_code", tenant);
        }
        if (otp != null) {
            body.put("otp", otp);
        }
        return body;
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return "Credentials[" + username + " at " + hub + "]";
    }
}
