package io.ris.hub.tenancy.policy;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which passwords may be chosen: long ones first of all (NIST SP 800-63B, section 5.1.1.2).
 *
 * @param minLength characters
 * @param characterClasses of each of which there must be one
 */
public record PasswordRules(int minLength, Set<CharacterClass> characterClasses) {

    /** Also bounds the work that a request can ask for. */
    public static final int MAX_LENGTH = 1024;

    public PasswordRules {
        characterClasses = Set.copyOf(characterClasses);
    }

    /** These with what a tenant asks beyond them; where it asks less, these hold. */
    public PasswordRules with(@Nullable OwnPasswordRules own) {
        if (own == null) {
            return this;
        }
        Set<CharacterClass> all = Stream.concat(characterClasses.stream(), classesOf(own))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(CharacterClass.class)));
        return new PasswordRules(own.minLength() == null ? minLength : Math.max(minLength, own.minLength()), all);
    }

    private static Stream<CharacterClass> classesOf(OwnPasswordRules own) {
        List<String> names = own.characterClasses();
        return names == null ? Stream.empty() : names.stream().map(CharacterClass::named);
    }

    /** What a password lacks, in words; empty where it lacks nothing. */
    public Optional<String> fault(String password) {
        int length = password.codePointCount(0, password.length());
        if (length < minLength || length > MAX_LENGTH) {
            return Optional.of("must have " + minLength + " to " + MAX_LENGTH + " characters");
        }
        String lacking = sorted().filter(one -> !one.isIn(password))
                .map(CharacterClass::words)
                .collect(Collectors.joining(", and "));
        return lacking.isEmpty() ? Optional.empty() : Optional.of("must hold " + lacking);
    }

    /** The names of the classes, always in the same order. */
    public List<String> classNames() {
        return sorted().map(CharacterClass::wireName).toList();
    }

    private Stream<CharacterClass> sorted() {
        return characterClasses.stream().sorted();
    }

    /** What keeps a tenant from asking for so little: which field, and what it must be. */
    Optional<Laxity> laxity(OwnPasswordRules own) {
        if (own.minLength() != null && own.minLength() < minLength) {
            return Optional.of(new Laxity("min_length", "must be at least " + minLength));
        }
        if (own.characterClasses() != null && !own.characterClasses().containsAll(classNames())) {
            return Optional.of(new Laxity("character_classes", "must name " + String.join(", ", classNames())));
        }
        return Optional.empty();
    }

    /** A field by which a tenant would be laxer than the hub. */
    record Laxity(String field, String rule) {}
}
