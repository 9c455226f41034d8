package io.ris.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

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

    /** Patterns are tried at every place of a line that nobody vouches for. */
    @Test
    void isDoneWithALineThatIsMadeToTakeLong() {
        for (String piece :
                new String[] {"a", "password", "-pass", "pass=", "\"", "http://", "a:", "bearer ", " --token "}) {
            String line = piece.repeat(8_000 / piece.length());
            assertThat(masked(line).length()).isLessThanOrEqualTo(ArgumentMask.LONGEST);
        }
    }
}
