package io.ris.agent.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.ris.protocol.Json;
import io.ris.protocol.TaskSpec;
import io.ris.protocol.report.Collector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a policy. Whatever is doubtful in it is refused, since a policy that is misread protects nothing. */
public final class PolicyFile {

    private static final String NAME = "policy.json";

    /** Bits of a file's mode ({@code inode(7)}). */
    private static final int OTHERS_WRITE = 0022;

    private static final int STICKY = 01000;

    private final Path file;

    private PolicyFile(Path file) {
        this.file = file;
    }

    /**
     * The policy in force.
     *
     * @param named file that the person who starts the agent names; null for that of the data directory, if there is one
     * @throws PolicyException if there is one that cannot be obeyed
     */
    public static AgentPolicy read(@Nullable Path named, Path dataDirectory, String ownUser) throws PolicyException {
        Path own = dataDirectory.resolve(NAME);
        if (named == null && Files.notExists(own)) {
            return AgentPolicy.byDefault(ownUser, dataDirectory);
        }
        PolicyFile policy = new PolicyFile((named == null ? own : named).toAbsolutePath());
        return new AgentPolicy(policy.rules(), policy.file, ownUser, dataDirectory);
    }

    private PolicyRules rules() throws PolicyException {
        try {
            Path real = file.toRealPath();
            requireUnwritable(real);
            JsonNode tree = Json.strict().readTree(Files.readString(real));
            require(tree.isObject(), "it must hold a JSON object");
            requireNoNull(tree);
            return checked(Json.strict().treeToValue(tree, PolicyRules.class));
        } catch (UnrecognizedPropertyException e) {
            throw fault("there is no field \"" + e.getPropertyName() + "\"");
        } catch (JsonMappingException e) {
            throw fault((e.getPath().isEmpty() ? "it is not JSON" : path(e)) + ": " + e.getOriginalMessage());
        } catch (JsonProcessingException e) {
            throw fault("it is not JSON: " + e.getOriginalMessage() + " in line "
                    + e.getLocation().getLineNr());
        } catch (IOException e) {
            throw fault("it cannot be read: " + e.getClass().getSimpleName() + " " + e.getMessage());
        }
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(part -> part.getFieldName() == null ? "[" + part.getIndex() + "]" : part.getFieldName())
                .collect(Collectors.joining());
    }

    /** Whoever may write the file, or replace it or a directory on the way to it, makes the policy. */
    private void requireUnwritable(Path real) throws IOException, PolicyException {
        requireTrusted(file);
        for (Path last : List.of(file.resolveSibling(".").toRealPath(), real)) {
            for (Path place = last; place != null; place = place.getParent()) {
                requireTrusted(place);
            }
        }
    }

    private void requireTrusted(Path place) throws IOException, PolicyException {
        Map<String, Object> facts = Files.readAttributes(place, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
        Object owner = facts.get("uid");
        require(
                Integer.valueOf(0).equals(owner)
                        || Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(owner),
                place + " belongs to neither root nor the agent's user");
        int mode = facts.get("mode") instanceof Integer bits ? bits : OTHERS_WRITE;
        boolean ownEntriesAlone = Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS) && (mode & STICKY) != 0;
        require(
                (mode & OTHERS_WRITE) == 0 || ownEntriesAlone || Files.isSymbolicLink(place),
                place + " can be written by others than root and the agent's user");
    }

    /** A null is what a template leaves that found no value, and would otherwise mean "all". */
    private void requireNoNull(JsonNode tree) throws PolicyException {
        for (Map.Entry<String, JsonNode> field : tree.properties()) {
            require(!field.getValue().isNull(), field.getKey() + ": must not be null");
            for (JsonNode element : field.getValue()) {
                require(!element.isNull(), field.getKey() + ": must not hold null");
            }
        }
    }

    private PolicyRules checked(PolicyRules rules) throws PolicyException {
        Set<String> known = TaskSpec.types();
        requireEach(rules.types(), "types", known::contains, "is no task type; there are " + String.join(", ", known));
        require(rules.types() == null || !rules.types().isEmpty(), "types: must name at least one");
        requireEach(rules.users(), "users", name -> !name.isBlank(), "is no name of a user");
        requireEach(rules.directories(), "directories", PolicyFile::isAbsolute, "is no absolute path");
        requireEach(rules.commands(), "commands", PolicyFile::isAbsolute, "is no absolute path");
        requireEach(rules.files(), "files", PolicyFile::isAbsolute, "is no absolute path");
        requireEach(rules.images(), "images", name -> !name.isBlank(), "is no name of an image");
        requireEach(rules.volumes(), "volumes", PolicyFile::isAbsolute, "is no absolute path");
        List<String> collectors = Collector.names();
        requireEach(
                rules.telemetry(),
                "telemetry",
                collectors::contains,
                "is no collector; there are " + String.join(", ", collectors));
        requireEach(rules.environment(), "environment", name -> !name.isBlank(), "is no name of a variable");
        return rules;
    }

    private static boolean isAbsolute(String path) {
        return path.startsWith("/") && path.indexOf('\0') < 0;
    }

    private void requireEach(@Nullable List<String> values, String field, Predicate<String> rule, String otherwise)
            throws PolicyException {
        for (String value : values == null ? List.<String>of() : values) {
            require(rule.test(value), field + ": \"" + value + "\" " + otherwise);
        }
    }

    private void require(boolean holds, String otherwise) throws PolicyException {
        if (!holds) {
            throw fault(otherwise);
        }
    }

    private PolicyException fault(String words) {
        return new PolicyException(String.format(Locale.ROOT, "the policy %s is refused: %s", file, words));
    }
}
