package io.ris.hub.monitoring.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CgroupContainersTest {

    private static final String ID = "0123456789abcdef".repeat(4);
    private static final String OTHER = "fedcba9876543210".repeat(4);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/docker/ID",
                "12:pids:/docker/ID\n11:cpu:/docker/ID",
                "0::/system.slice/docker-ID.scope",
                "/kubepods/besteffort/pod6c1d/ID",
                "0::/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod0a1b2c3d_4e5f.slice/cri-containerd-ID.scope",
                "0::/machine.slice/libpod-ID.scope/container",
                "/kubepods.slice/crio-ID.scope",
                "0::/docker/ID",
                "ID",
                "0::/../ID"
            })
    void findsTheContainerInEveryForm(String cgroup) {
        assertThat(CgroupContainers.find(cgroup.replace("ID", ID))).first().isEqualTo(ID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "0::/init.scope", "0::/user.slice/user-1000.slice", "/docker/0123456789abcdef"})
    void findsNoneWhereThereIsNone(String cgroup) {
        assertThat(CgroupContainers.find(cgroup)).isEmpty();
    }

    @Test
    void whatIsLongerOrShorterIsNoId() {
        assertThat(CgroupContainers.find("/docker/" + ID + "0")).isEmpty();
        assertThat(CgroupContainers.find("/docker/" + ID.substring(1))).isEmpty();
        assertThat(CgroupContainers.find("/docker/" + ID.toUpperCase(Locale.ROOT)))
                .isEmpty();
    }

    @Test
    void theInnermostComesFirst() {
        assertThat(CgroupContainers.find("/docker/" + ID + "/docker/" + OTHER)).isEqualTo(List.of(OTHER, ID));
    }
}
