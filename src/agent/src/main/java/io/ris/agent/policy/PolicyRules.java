package io.ris.agent.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A policy as its file holds it. What is not given, is as without a policy.
 *
 * @param types task types; null for all
 * @param users names of the users that commands may run as; null for the agent's own alone
 * @param privileged whether tasks may ask to run as root
 * @param shell whether tasks may ask for a shell
 * @param directories absolute paths of the directories that commands may name to run in or below; null for every
 * @param commands absolute paths of programs, or of directories with programs, that commands may run; null for every
 * @param files absolute paths of the directories whose files tasks may read and write; null for {@code directories}, or none
 *     where {@code commands} are given or {@code users} without the agent's own
 * @param images names of the images that containers may be made from, each up to a tag or below a path; null for every, or
 *     none where {@code commands} are given or {@code users} without the agent's own
 * @param volumes absolute paths of the directories that containers may have, themselves or what is below; null for none
 * @param environment names of the variables that commands may set; null for every, or none where {@code commands} are given
 * @param telemetry names of the collectors whose findings are reported to the hub; null for all
 */
record PolicyRules(
        @Nullable List<String> types,
        @Nullable List<String> users,
        @Nullable Boolean privileged,
        @Nullable Boolean shell,
        @Nullable List<String> directories,
        @Nullable List<String> commands,
        @Nullable List<String> environment,
        @Nullable List<String> files,
        @Nullable List<String> images,
        @Nullable List<String> volumes,
        @Nullable List<String> telemetry) {

    static final PolicyRules DEFAULT =
            new PolicyRules(null, null, null, null, null, null, null, null, null, null, null);
}
