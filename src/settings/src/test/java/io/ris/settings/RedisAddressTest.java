package io.ris.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAddressTest {

    @ParameterizedTest
    @CsvSource({
        "redis://cache,cache:6379",
        "redis://ris_redis:6380,ris_redis:6380",
        "rediss://10.0.0.7/,10.0.0.7:6379",
        "redis://[::1]:7000/2,[::1]:7000"
    })
    void findsHostAndPort(String uri, String place) {
        assertThat(RedisAddress.of(uri)).hasToString(place);
    }

    @Test
    void readsAllParts() {
        assertThat(RedisAddress.of("rediss://an%40na:p%3A%2F+w@cache:1/15"))
                .isEqualTo(new RedisAddress(
                        true, "cache", 1, Optional.of("an@na"), Optional.of("p:/+w"), OptionalInt.of(15)));
        assertThat(RedisAddress.of("redis://:secret@cache").user()).isEmpty();
    }

    @Test
    void showsNoPassword() {
        assertThat(RedisAddress.of("redis://anna:secret@cache").toString()).doesNotContain("anna", "secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cache:6379",
                "http://cache",
                "redis://",
                "redis://cache:70000",
                "redis://cache/name",
                "redis://secret@cache",
                "redis://:%zz@cache",
                "redis://a,b"
            })
    void refusesWhatIsNoneWithoutRepeatingIt(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisAddress.of(uri))
                .withMessage("not the URI of a Redis");
    }

    @Test
    void isGivenPasswordAndDatabaseOnce() {
        InvalidSettingsException refusal = catchThrowableOfType(
                InvalidSettingsException.class,
                () -> Settings.load(Map.of(
                        "REDIS_URI", "redis://:one-secret@cache/1",
                        "RIS_DATABASE_REDIS_PASSWORD", "other-secret",
                        "RIS_DATABASE_REDIS_DATABASE", "2",
                        "RIS_DATABASE_REDIS_POOL_SIZE", "5")));

        assertThat(refusal.problems())
                .extracting(Problem::key)
                .containsExactlyInAnyOrder(
                        "database.redis.password", "database.redis.database", "database.redis.min_idle_conns");
        assertThat(refusal.getMessage()).doesNotContain("secret@", "other-secret");
    }
}
