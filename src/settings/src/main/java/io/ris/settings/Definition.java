package io.ris.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A setting being defined; {@link #effect} or {@link #reserved} ends it. */
final class Definition<T> {

    private final String key;
    private final ValueType<T> type;
    private final Map<RuntimeEnvironment, T> perEnvironment = new EnumMap<>(RuntimeEnvironment.class);
    private Constraint<T> constraint = Constraint.none();
    private @Nullable T general;
    private @Nullable T embedded;
    private List<String> variables = List.of();
    private List<String> aliases = List.of();
    private boolean secret;
    private boolean live;
    private String note = "";

    private Definition(String key, ValueType<T> type) {
        this.key = key;
        this.type = type;
    }

    static Definition<String> text(String key) {
        return new Definition<>(key, ValueType.TEXT);
    }

    static Definition<Integer> number(String key) {
        return new Definition<>(key, ValueType.WHOLE_NUMBER);
    }

    static Definition<Boolean> flag(String key, boolean general) {
        return new Definition<>(key, ValueType.FLAG).defaultsTo(general);
    }

    static Definition<Duration> duration(String key) {
        return new Definition<>(key, ValueType.DURATION);
    }

    static Definition<DataSize> size(String key) {
        return new Definition<>(key, ValueType.SIZE);
    }

    static Definition<Path> path(String key) {
        return new Definition<>(key, ValueType.PATH);
    }

    static Definition<List<String>> list(String key) {
        return new Definition<>(key, ValueType.LIST);
    }

    /** The first word is the default. */
    static Definition<String> choice(String key, String... words) {
        return new Definition<>(key, ValueType.choice(words))
                .allow(new Constraint<>(String.join(" | ", words), word -> true))
                .defaultsTo(words[0]);
    }

    static Definition<RuntimeEnvironment> environment(String key) {
        return new Definition<>(key, ValueType.ENVIRONMENT)
                .allow(new Constraint<>("development (dev) | staging | production (prod)", word -> true));
    }

    Definition<T> allow(Constraint<T> allowed) {
        constraint = allowed;
        return this;
    }

    Definition<T> defaultsTo(T value) {
        general = value;
        return this;
    }

    Definition<T> whenEmbedded(T value) {
        embedded = value;
        return this;
    }

    Definition<T> in(RuntimeEnvironment environment, T value) {
        perEnvironment.put(environment, value);
        return this;
    }

    Definition<T> variables(String... names) {
        variables = List.of(names);
        return this;
    }

    Definition<T> aliases(String... keys) {
        aliases = List.of(keys);
        return this;
    }

    Definition<T> secret() {
        secret = true;
        return this;
    }

    /** A running hub takes another value from the file. */
    Definition<T> live() {
        live = true;
        return this;
    }

    /** Why our default differs from the one that was asked for. */
    Definition<T> because(String reason) {
        note = reason;
        return this;
    }

    Setting<T> effect(String sentence) {
        return new Setting<>(this, sentence, false);
    }

    Setting<T> reserved(String sentence) {
        return new Setting<>(this, sentence, true);
    }

    String key() {
        return key;
    }

    ValueType<T> type() {
        return type;
    }

    Constraint<T> constraint() {
        return constraint;
    }

    Defaults<T> defaults() {
        return new Defaults<>(general, embedded, perEnvironment);
    }

    List<String> variables() {
        return variables;
    }

    List<String> aliases() {
        return aliases;
    }

    boolean isSecret() {
        return secret;
    }

    boolean isLive() {
        return live;
    }

    String note() {
        return note;
    }
}
