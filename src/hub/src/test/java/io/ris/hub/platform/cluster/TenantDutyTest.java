package io.ris.hub.platform.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ris.hub.platform.TenantCode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TenantDutyTest {

    private static final List<TenantCode> TENANTS =
            IntStream.range(0, 300).mapToObj(i -> new TenantCode("tenant" + i)).toList();

    private static Map<TenantCode, String> chosen(String... nodes) {
        return TENANTS.stream()
                .collect(Collectors.toMap(tenant -> tenant, tenant -> TenantDuty.chosen(Set.of(nodes), tenant)
                        .orElseThrow()));
    }

    @Test
    void tenantsSpreadOverTheNodes() {
        Map<String, Long> load = chosen("a", "b", "c").values().stream()
                .collect(Collectors.groupingBy(node -> node, Collectors.counting()));
        assertThat(load).hasSize(3).allSatisfy((node, count) -> assertThat(count)
                .isBetween(60L, 140L));
    }

    @Test
    void onlyTheTenantsOfANodeThatIsGoneChangeHands() {
        Map<TenantCode, String> before = chosen("a", "b", "c");
        Map<TenantCode, String> after = chosen("a", "b");
        before.forEach((tenant, node) -> {
            if (!node.equals("c")) {
                assertThat(after).containsEntry(tenant, node);
            }
        });
    }

    @Test
    void nobodyIsChosenWhereNobodyLives() {
        assertThat(TenantDuty.chosen(Set.of(), TENANTS.getFirst())).isEmpty();
    }
}
