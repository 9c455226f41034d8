package io.ris.cli.up;

import io.ris.cli.tls.TlsMaterial;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** Commands to try next, to be pasted into a shell as they are. */
final class NextSteps {

    private NextSteps() {}

    static List<String> lines(URI hub, TlsMaterial tls, Path password, boolean withAgent) {
        String curl = "curl -sS --cacert " + quoted(tls.anchor()) + " "
                + tls.administrators()
                        .map(file -> "--cert " + quoted(file) + " ")
                        .orElse("");
        String json = " -H 'Content-Type: application/json'";
        String login = "RIS_TOKEN=$(" + curl + hub + "/auth/login" + json
                + " -d '{\"username\":\"admin\",\"password\":\"'\"$(cat " + quoted(password) + ")\"'\"}'"
                + " | sed 's/.*\"access_token\" *: *\"\\([^\"]*\\)\".*/\\1/')";
        String bearer = " -H \"Authorization: Bearer $RIS_TOKEN\"";
        String task = curl + hub + "/platform/v1/task/execute" + bearer + json
                + " -d '{\"client_id\":\"" + LocalAgent.NAME
                + "\",\"task\":{\"type\":\"command\",\"command\":\"uname\",\"args\":[\"-a\"]}}'";
        String agents = curl + hub + "/platform/v1/ris" + bearer;
        return List.of("try next, in another terminal:", login, withAgent ? task : agents);
    }

    private static String quoted(Path path) {
        String text = path.toString();
        return text.matches("[A-Za-z0-9._/@%+=:,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
