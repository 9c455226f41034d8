package io.ris.agent.telemetry;

/** IP addresses in words. */
final class IpText {

    private static final int GROUPS = 8;

    private IpText() {}

    /** @param address its first byte in the highest bits */
    static String v4(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 0xff) + "." + (address >>> 8 & 0xff) + "." + (address & 0xff);
    }

    /** As RFC 5952 wants it: lower case, no zeroes in front, the longest run of zero groups left out. */
    static String v6(int[] words) {
        int[] groups = new int[GROUPS];
        for (int group = 0; group < GROUPS; group++) {
            groups[group] = group % 2 == 0 ? words[group / 2] >>> 16 : words[group / 2] & 0xffff;
        }
        int start = GROUPS;
        int length = 1; // a single zero group is not left out
        for (int group = 0; group < GROUPS; group++) {
            int zeroes = zeroes(groups, group);
            if (zeroes > length) {
                start = group;
                length = zeroes;
            }
        }
        return text(groups, start, length);
    }

    private static int zeroes(int[] groups, int from) {
        int end = from;
        while (end < GROUPS && groups[end] == 0) {
            end++;
        }
        return end - from;
    }

    private static String text(int[] groups, int gap, int length) {
        StringBuilder text = new StringBuilder();
        for (int group = 0; group < GROUPS; group++) {
            if (group == gap) {
                text.append("::");
                group += length - 1;
            } else {
                boolean first = text.isEmpty() || text.charAt(text.length() - 1) == ':';
                text.append(first ? "" : ":").append(Integer.toHexString(groups[group]));
            }
        }
        return text.toString();
    }
}
