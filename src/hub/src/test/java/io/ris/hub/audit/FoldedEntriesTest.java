package io.ris.hub.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.audit.chain.Trail;
import io.ris.hub.platform.audit.AuditEntry;
import io.ris.hub.platform.audit.AuditKind;
import io.ris.hub.platform.audit.AuditResult;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoldedEntriesTest {

    private final FoldedEntries folded = new FoldedEntries();

    private static AuditEntry refused(String resource) {
        return AuditEntry.of(AuditKind.AUTHENTICATION, "token.refuse", resource, AuditResult.DENIED);
    }

    private boolean isFirst(String resource, String address) {
        return folded.isFirst(Trail.PLATFORM, refused(resource), address);
    }

    @Test
    void theFirstOfAnAddressIsToldAndThoseAfterItAreCounted() {
        assertThat(isFirst("token", "192.0.2.1")).isTrue();
        IntStream.range(0, 10_000)
                .forEach(i -> assertThat(isFirst("token", "192.0.2.1")).isFalse());
        assertThat(isFirst("token", "192.0.2.2")).isTrue();

        assertThat(folded.drain()).singleElement().satisfies(one -> {
            assertThat(one.entry().details()).containsEntry("further", "10000");
            assertThat(one.origin().address()).isEqualTo("192.0.2.1");
        });
        assertThat(folded.drain()).isEmpty();
        assertThat(isFirst("token", "192.0.2.1")).isTrue();
    }

    @Test
    void whatItRemembersIsBounded() {
        long first = IntStream.range(0, 50_000)
                .filter(i -> isFirst("token", "host" + i))
                .count();
        assertThat(first).isEqualTo(10_001);
        assertThat(folded.drain()).singleElement().satisfies(one -> {
            assertThat(one.entry().details()).containsEntry("further", "39999");
            assertThat(one.origin().address()).isEqualTo("many");
        });
    }
}
