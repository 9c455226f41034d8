package io.ris.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentMaskTest {

    /** Arguments are parted by a bar; a word that holds {@code S3} is one that must not be told. */
    private static String masked(String arguments) {
        return ArgumentMask.masked(arguments.replace('|', '\0') + "\0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '~',
            value = {
                "app|--password=S3cret|-v > app --password=*** -v",
                "app|--password=S3 cret; --x|-v > app --password=*** -v",
                "app|--password|S3cret|-v > app --password *** -v",
                "app|--password|-S3cret|-v > app --password *** -v",
                "app|--token:S3cret > app --token:***",
                "env|DB_PASSWORD=S3cret|app > env DB_PASSWORD=*** app",
                "env|AWS_SECRET_ACCESS_KEY=S3cret|app > env AWS_SECRET_ACCESS_KEY=*** app",
                "java|-Djavax.net.ssl.keyStorePassword=S3cret|-jar|a.jar > java -Djavax.net.ssl.keyStorePassword=*** -jar a.jar",
                "app|--apiKey|S3cret|--api-key=S3cret|--API_KEY=S3cret > app --apiKey *** --api-key=*** --API_KEY=***",
                "app|--client_secret=S3cret|--db-pass|S3cret|-pass|S3cret > app --client_secret=*** --db-pass *** -pass ***",
                "app|password1=S3cret|--credential|S3cret > app password1=*** --credential ***",
                "psql|postgres://u:S3cret@db/x|postgres://u:S3@cret@db/x > psql postgres://u:***@db/x postgres://u:***@db/x",
                "x|h2+ssl-1.0://u:S3cret@db|'a://b:S3cret@c' > x h2+ssl-1.0://u:***@db 'a://b:***@c'",
                "psql|host=db password=S3cret user=u > psql host=db password=*** user=u",
                "helm|--set=auth.password=S3cret,a=b > helm --set=auth.password=***,a=b",
                "curl|https://h/x?a=b&access_token=S3cret&c=d > curl https://h/x?a=b&access_token=***&c=d",
                "curl|-H|Authorization: Bearer S3cret|https://h > curl -H Authorization: *** https://h",
                "curl|-H|X-Api-Key: S3cret|-H|PRIVATE-TOKEN:S3cret > curl -H X-Api-Key: *** -H PRIVATE-TOKEN:***",
                "curl|-u|me:S3cret|--proxy-user|me:S3cret > curl -u me:*** --proxy-user me:***",
                "curl|-d|{\"user\":\"u\",\"password\":\"S3cret\"} > curl -d {\"user\":\"u\",\"password\":***}",
                "sh|-c|PASSWORD='S3 cret' app --token S3cret -v > sh -c PASSWORD=***",
                "sh|-c|A=b PASSWORD='S3 cret' app --token S3cret -v > sh -c A=b PASSWORD=*** app --token *** -v",
                "sh|-c|curl -H \"Authorization: Basic S3cret\" h > sh -c curl -H \"Authorization: ***\" h",
                "sh|-c|say bearer S3cret done > sh -c say bearer *** done",
            })
    void masksWhatLooksLikeASecret(String arguments, String told) {
        assertThat(masked(arguments)).isEqualTo(told).doesNotContain("S3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ls|-l|/srv",
                "app|--password-file=/run/secrets/db|--token-ttl|60",
                "app|--password|--host=db",
                "app|--password|-h|db",
                "docker|run|-u|1000:1000|alpine",
                "ps|-u|root",
                "app|--bypass|x|--compass=north|--passive",
                "vi|passwords.txt",
                "nc|10.0.0.1:80|http://h:80/x",
                "git|clone|https://github.com/a/b",
                "app|--password=",
            })
    void leavesAloneWhatIsNone(String arguments) {
        assertThat(masked(arguments)).isEqualTo(arguments.replace('|', ' '));
    }

    @Test
    void tellsATitleThatAProgramGaveItself() {
        assertThat(ArgumentMask.masked("nginx: master process /usr/sbin/nginx\0\0\0\0"))
                .isEqualTo("nginx: master process /usr/sbin/nginx");
        assertThat(ArgumentMask.masked("")).isEmpty();
    }

    @Test
    void tellsOnlyTheBeginningOfALongLine() {
        assertThat(masked("x".repeat(2_000))).isEqualTo("x".repeat(ArgumentMask.LONGEST));
        assertThat(masked("x".repeat(ArgumentMask.LONGEST - 1) + "😀y"))
                .isEqualTo("x".repeat(ArgumentMask.LONGEST - 1));
    }

    @Test
    void aSecretAtTheCutIsMaskedBefore() {
        String path = "x".repeat(ArgumentMask.LONGEST - 20);
        assertThat(masked(path + "|--password=S3cret" + "y".repeat(500))).endsWith("--password=***");
    }

    /** Patterns are tried at every place of a line that nobody vouches for: four times the line are four times the work, not sixteen. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a.",
                "a-",
                "1+",
                "password",
                "-pass",
                "pass=",
                "pass1",
                "\"",
                "token\"",
                "http://",
                "://a:",
                "a:",
                "a@",
                "bearer ",
                "authorization ",
                " --token ",
                " - ",
                " "
            })
    void aLineThatIsMadeToTakeLongTakesNoLongerThanItsLengthSays(String piece) {
        for (Pattern pattern : ArgumentMask.INNER) {
            long once = reads(pattern, "://u:" + piece.repeat(2_000));
            assertThat(reads(pattern, "://u:" + piece.repeat(8_000)))
                    .as("characters looked at by " + pattern)
                    .isLessThan(5 * once);
        }
        assertThat(masked(piece.repeat(8_000)).length()).isLessThanOrEqualTo(ArgumentMask.LONGEST);
    }

    private static long reads(Pattern pattern, String text) {
        CountedReads counted = new CountedReads(text);
        Matcher matcher = pattern.matcher(counted);
        while (matcher.find()) {
            // all that there are, as a replacement does
        }
        return counted.reads;
    }

    /** A text that knows how often it was looked at. */
    private static final class CountedReads implements CharSequence {

        private final String text;
        private long reads;

        CountedReads(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            reads++;
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int begin, int end) {
            return text.subSequence(begin, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
