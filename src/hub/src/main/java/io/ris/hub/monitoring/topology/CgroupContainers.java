package io.ris.hub.monitoring.topology;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds containers in the control groups of processes: {@code /docker/ID} (cgroup v1), {@code docker-ID.scope} (systemd), {@code
 * kubepods}, {@code 0::/...} (v2), {@code cri-containerd-ID.scope}, {@code crio-ID.scope}, {@code libpod-ID.scope}, or the id alone. An
 * id is 64 hexadecimal digits, and nothing else in a control group is.
 */
final class CgroupContainers {

    private static final int DIGITS = 64;

    private CgroupContainers() {}

    /** The ids in a control group, the innermost container's first. */
    static List<String> find(String cgroup) {
        List<String> ids = new ArrayList<>(1);
        int end = cgroup.length();
        while (end >= DIGITS) {
            int begin = beginOfDigits(cgroup, end);
            if (end - begin == DIGITS) {
                ids.add(cgroup.substring(begin, end));
            }
            end = begin == end ? end - 1 : begin;
        }
        return ids;
    }

    private static int beginOfDigits(String text, int end) {
        int begin = end;
        while (begin > 0 && isHex(text.charAt(begin - 1))) {
            begin--;
        }
        return begin;
    }

    private static boolean isHex(char digit) {
        return (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f');
    }
}
