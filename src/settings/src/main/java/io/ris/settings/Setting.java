package io.ris.settings;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * One key of the configuration. Immutable; equal only to itself.
 *
 * @param <T> the Java type of its values
 */
public final class Setting<T> {

    private final String key;
    private final ValueType<T> type;
    private final Constraint<T> constraint;
    private final Defaults<T> defaults;
    private final List<String> variables;
    private final List<String> aliases;
    private final boolean secret;
    private final boolean reserved;
    private final boolean live;
    private final String effect;
    private final String note;

    Setting(Definition<T> definition, String effect, boolean reserved) {
        this.key = definition.key();
        this.type = definition.type();
        this.constraint = definition.constraint();
        this.defaults = definition.defaults();
        this.variables = definition.variables();
        this.aliases = definition.aliases();
        this.secret = definition.isSecret();
        this.live = definition.isLive();
        this.note = definition.note();
        this.effect = effect;
        this.reserved = reserved;
    }

    /** The canonical name, such as {@code server.port}. */
    public String key() {
        return key;
    }

    /** What kind of value it takes. */
    public ValueType<T> type() {
        return type;
    }

    /** What the type leaves open, in words; empty where any value of the type will do. */
    public String constraint() {
        return constraint.allowed();
    }

    /** What it does, in one sentence. */
    public String effect() {
        return effect;
    }

    /** Why the default differs from the one that was asked for; empty where it does not. */
    public String note() {
        return note;
    }

    /** Its variable: {@code RIS_} and the key in upper case with underscores. */
    public String variable() {
        return "RIS_" + key.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    /** Further environment variables that mean the same. */
    public List<String> variableAliases() {
        return variables;
    }

    /** Further places in the file that mean the same. */
    public List<String> fileAliases() {
        return aliases;
    }

    /** Whether the value must never be shown. */
    public boolean secret() {
        return secret;
    }

    /** Whether it is accepted and validated for a capability that is not built yet: nothing reads it. */
    public boolean reserved() {
        return reserved;
    }

    /** Whether a running hub takes another value from the file. */
    public boolean live() {
        return live;
    }

    /** The default in an environment, or empty where there is none and the setting may stay unset. */
    public Optional<T> defaultIn(RuntimeEnvironment environment, boolean embeddedStore) {
        return Optional.ofNullable(defaults.in(environment, embeddedStore));
    }

    /** The value as text for people. */
    public String display(T value) {
        return secret ? "***" : SettingText.of(value);
    }

    T read(RawValue raw) throws BadValueException {
        T value = type.read(raw);
        if (!constraint.test().test(value)) {
            throw new BadValueException("'" + SettingText.of(value) + "' is not possible");
        }
        return value;
    }

    /** What is allowed, in words. */
    String allowed() {
        return constraint.allowed().isEmpty() ? type.name() : type.name() + ", " + constraint.allowed();
    }

    String describeDefault() {
        return defaults.describe();
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(key);
    }

    @Override
    public String toString() {
        return key;
    }
}
