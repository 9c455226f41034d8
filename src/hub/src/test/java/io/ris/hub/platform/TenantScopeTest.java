package io.ris.hub.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenantScopeTest {

    private static final TenantCode ACME = new TenantCode("acme");
    private static final TenantCode OTHER = new TenantCode("other");

    @AfterEach
    void leave() {
        TenantScope.leave();
    }

    @Test
    void thereIsNoTenantOutsideAScope() {
        assertThat(TenantScope.find()).isEmpty();
        assertThatIllegalStateException().isThrownBy(TenantScope::require);
    }

    @Test
    void returnsToTheScopeBefore() {
        TenantScope.run(ACME, () -> {
            TenantScope.run(OTHER, () -> assertThat(TenantScope.require()).isEqualTo(OTHER));
            assertThat(TenantScope.require()).isEqualTo(ACME);
        });
        assertThat(TenantScope.find()).isEmpty();
    }

    @Test
    void returnsToTheScopeBeforeWhenTheActionFails() {
        TenantScope.enter(ACME);
        assertThatThrownBy(() -> TenantScope.run(OTHER, () -> {
                    throw new UnsupportedOperationException("no");
                }))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(TenantScope.require()).isEqualTo(ACME);
    }

    @Test
    void keepsTheCauseOfACheckedException() {
        assertThatThrownBy(() -> TenantScope.call(ACME, () -> {
                    throw new IOException("disk");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("disk");
    }

    @Test
    void anotherThreadIsInNoScope() throws InterruptedException {
        TenantScope.enter(ACME);
        Optional<?>[] seen = new Optional<?>[1];
        Thread thread = Thread.ofPlatform().start(() -> seen[0] = TenantScope.find());
        thread.join();
        assertThat(seen[0]).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "_a", "A", "a-b", "a.b", "a b", "a\n", "\u00e4", "a234567890123456789012345678901234"})
    void aTenantCodeFitsIntoADatabasesName(String text) {
        assertThat(TenantCode.isValid(text)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new TenantCode(text));
    }
}
