package io.ris.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.ris.cli.Console;

/** What a verification has found, for people. */
final class Findings {

    private static final String PLATFORM = "-";

    private final Console console;

    Findings(Console console) {
        this.console = console;
    }

    void show(JsonNode found) {
        found.path("chains").forEach(this::showChain);
        int damaged = found.path("damaged_checkpoints").asInt();
        if (damaged > 0) {
            console.result("checkpoints of this hub node: " + damaged + " are not as it wrote them");
        }
        console.result(
                found.path("intact").asBoolean()
                        ? "intact: " + found.path("checked").asLong() + " records"
                        : "NOT INTACT: the audit trail was tampered with");
    }

    private void showChain(JsonNode chain) {
        String trail = chain.path("trail").asText();
        long faults = chain.path("fault_count").asLong();
        console.result((trail.equals(PLATFORM) ? "platform" : "tenant " + trail)
                + ", node " + chain.path("chain").asText("(none)")
                + ": " + chain.path("checked").asLong() + " records"
                + numbers(chain)
                + checkpoint(chain)
                + (faults == 0 ? ", nothing wrong" : ", " + faults + " faults:"));
        chain.path("faults").forEach(this::showFault);
    }

    private static String numbers(JsonNode chain) {
        long first = chain.path("first_seq").asLong();
        return first == 0 ? "" : " (" + first + " to " + chain.path("last_seq").asLong() + ")";
    }

    private static String checkpoint(JsonNode chain) {
        return chain.has("checkpoint_seq")
                ? ", checkpoint " + chain.path("checkpoint_seq").asLong()
                : ", no checkpoint on the node that answered";
    }

    private void showFault(JsonNode fault) {
        long first = fault.path("first_seq").asLong();
        long last = fault.path("last_seq").asLong();
        console.result("  " + fault.path("fault").asText()
                + (first == 0 ? "" : " " + first + (last == first ? "" : " to " + last))
                + ": " + fault.path("record").asText()
                + " " + fault.path("detail").asText());
    }
}
