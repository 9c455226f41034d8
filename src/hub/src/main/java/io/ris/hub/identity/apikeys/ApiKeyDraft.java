package io.ris.hub.identity.apikeys;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a key is to be.
 *
 * @param scopes permissions; none for a probe
 * @param lifetime null for a key that does not end
 */
public record ApiKeyDraft(
        String name,
        List<String> scopes,
        boolean probe,
        List<String> agents,
        @Nullable String agentPattern,
        int firstAgents,
        @Nullable Duration lifetime) {

    public ApiKeyDraft {
        scopes = scopes.stream().distinct().sorted().toList();
        agents = agents.stream().distinct().toList();
    }
}
