package io.ris.hub.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.ris.hub.platform.HubException;
import io.ris.hub.platform.ProblemType;
import io.ris.hub.tasks.targeting.ExecuteRequest;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {

    private final JsonBody body = new JsonBody();

    private <T> T read(Class<T> type, String json) throws IOException {
        return read(type, new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }

    @SuppressWarnings("unchecked") // as the server calls it
    private <T> T read(Class<T> type, InputStream json) throws IOException {
        return (T) body.readFrom(
                (Class<Object>) type,
                type,
                new Annotation[0],
                MediaType.APPLICATION_JSON_TYPE,
                new MultivaluedHashMap<>(),
                json);
    }

    /** What the client is told, whichever way the fault comes out of the reader. */
    private HubException.Invalid fault(String json) {
        Throwable fault = catchThrowable(() -> read(ExecuteRequest.class, json.replace('\'', '"')));
        return switch (fault) {
            case HubException.Invalid invalid -> invalid;
            case JsonProcessingException malformed -> JsonFaults.translate(malformed);
            case null -> throw new AssertionError("the body was taken: " + json);
            default -> throw new AssertionError("the client would see an internal error", fault);
        };
    }

    @Test
    void readsARequest() throws IOException {
        ExecuteRequest request = read(ExecuteRequest.class, """
                {"client_id": "web-1", "task": {"type": "command", "command": "ls", "args": ["-l"]},
                 "priority": "high", "timeout": 1.5, "metadata": {"any": ["thing"]}}
                """);
        assertThat(request.clientId()).isEqualTo("web-1");
        assertThat(request.timeout()).hasMillis(1_500);
        assertThat(request.task().type()).isEqualTo("command");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'client': 'a'}                                                        | client",
                "{'client_id': 'a', 'task': {'type': 'command', 'comand': 'ls'}}         | task.comand",
                "{'client_id': 'a', 'task': {'type': 'command', 'command': 'ls', 'x':1}} | task.x",
                "{'clientId': 'a'}                                                       | clientId"
            })
    void namesAnUnknownField(String json, String field) {
        HubException.Invalid fault = fault(json);
        assertThat(fault.type().httpStatus()).isEqualTo(400);
        assertThat(fault.errors())
                .singleElement()
                .isEqualTo(new HubException.FieldError(field, "is not a known field"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'client_id': 5}                                                              | client_id",
                "{'client_id': ['a']}                                                          | client_id",
                "{'client_id': true}                                                           | client_id",
                "{'async': 'yes'}                                                              | async",
                "{'async': 'true'}                                                             | async",
                "{'async': 1}                                                                  | async",
                "{'max_retries': '3'}                                                          | max_retries",
                "{'max_retries': 1.5}                                                          | max_retries",
                "{'max_retries': 99999999999}                                                  | max_retries",
                "{'timeout': '5s'}                                                             | timeout",
                "{'timeout': 1e300}                                                            | timeout",
                "{'not_before': 'tomorrow'}                                                    | not_before",
                "{'not_before': 0}                                                             | not_before",
                "{'metadata': 'text'}                                                          | metadata",
                "{'task': {'type': 'command', 'command': 'ls', 'args': ['a', {}]}}             | task.args[1]",
                "{'task': {'type': 'command', 'command': 'ls', 'environment': {'A': []}}}      | task.environment.A"
            })
    void namesAFieldOfTheWrongType(String json, String field) {
        HubException.Invalid fault = fault(json);
        assertThat(fault.type().httpStatus()).isEqualTo(400);
        assertThat(fault.errors())
                .singleElement()
                .extracting(HubException.FieldError::field)
                .isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'task': {}}                                                    | task.type    | is required",
                "{'task': {'command': 'ls'}}                                     | task.type    | is required",
                "{'task': {'type': 'format_disk'}}                               | task.type    | is not a known type",
                "{'task': {'type': 'command'}}                                   | task.command | is required",
                "{'task': {'type': 'command', 'command': ' '}}                   | task.command | is required",
                "{'task': {'type': 'http_request'}}                              | task.url     | is required",
                "{'task': {'type': 'http_request', 'url': 'ftp://a/b'}}          | task.url     | must be an absolute http or https URL"
            })
    void namesAFieldThatBreaksARule(String json, String field, String message) {
        HubException.Invalid fault = fault(json);
        assertThat(fault.type().httpStatus()).isEqualTo(422);
        assertThat(fault.errors()).singleElement().isEqualTo(new HubException.FieldError(field, message));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "5",
                "'text'",
                "{",
                "{'client_id': 'a'",
                "{'client_id': 'a'} {}",
                "{'client_id': 'a', 'client_id': 'b'}",
                "{client_id: 'a'}",
                "{'client_id': NaN}",
                "<client_id>a</client_id>"
            })
    void refusesWhatIsNotTheDocument(String json) {
        assertThat(fault(json).type().httpStatus()).isEqualTo(400);
    }

    @Test
    void refusesADocumentThatNestsTooDeep() {
        String deep = "{'metadata': {'a': " + "[".repeat(10_000) + "]".repeat(10_000) + "}}";
        assertThat(fault(deep).type().httpStatus()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'timeout': 1e999} | timeout",
                "{'metadata': {'a': [1, {'b': 2}, {'c': [0, -1e400]}], 'd': 1e999}} | metadata.a[2].c[1]",
                "[1e999] | [0]"
            })
    void namesTheNumberThatIsOutOfRange(String json, String field) {
        assertThat(fault(json).errors())
                .extracting(HubException.FieldError::field)
                .containsExactly(field);
    }

    static Stream<Arguments> documentsThatCostMoreThanTheyAreWorth() {
        return Stream.of(
                arguments("a number of many digits", "{'metadata': {'a': " + "9".repeat(500_000) + "}}"),
                arguments("a number that is none", "{'metadata': {'a': 1e999999999}}"),
                arguments("a negative one", "{'metadata': {'a': [-1e400]}}"),
                arguments("a small one of many digits", "{'metadata': {'a': 0." + "0".repeat(500_000) + "1}}"),
                arguments("a long name", "{'metadata': {'" + "a".repeat(2_000) + "': 1}}"),
                arguments("many values", "{'metadata': {'a': [" + "0,".repeat(200_000) + "0]}}"),
                arguments("many objects", "{'metadata': {'a': [" + "{},".repeat(100_000) + "{}]}}"),
                arguments(
                        "many fields",
                        IntStream.range(0, 100_000)
                                .mapToObj(i -> "'f" + i + "':0")
                                .collect(Collectors.joining(",", "{'metadata': {", "}}"))),
                arguments("deep lists", "[".repeat(500_000)),
                arguments("deep objects", "{'a':".repeat(100_000)),
                arguments("a field told twice, deep down", "{'metadata': {'a': {'b': 1, 'b': 2}}}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("documentsThatCostMoreThanTheyAreWorth")
    void refuses(String what, String json) {
        assertThat(fault(json).type().httpStatus()).as(what).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'client': 1}",
                "{'client_id': 5}",
                "{'task': {'type': 'x'}}",
                "{'task': {'type': 5}}",
                "{'priority': 'urgent'}",
                "{'priority': 9}",
                "{'task': {'type': 'command'}}",
                "{'client_id': '\u0000",
                "{'not_before': 'x'}"
            })
    void saysNothingInTheWordsOfJava(String json) {
        HubException.Invalid fault = fault(json);
        assertThat(List.of(fault.detail(), fault.errors().toString()))
                .noneMatch(text -> text.matches("(?s).*(io\\.ris|com\\.fasterxml|java\\.|Deserializ|Exception).*"));
    }

    /** As the server's does when a body does not come: it says the same again when it is closed. */
    @Test
    void refusesABodyThatBreaksOff() {
        IOException timeout = new IOException("timed out");
        InputStream broken = new FilterInputStream(InputStream.nullInputStream()) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                throw timeout;
            }

            @Override
            public void close() throws IOException {
                throw timeout;
            }
        };

        assertThat(catchThrowable(() -> read(ExecuteRequest.class, broken)))
                .isInstanceOfSatisfying(
                        HubException.Invalid.class,
                        fault -> assertThat(fault.type().httpStatus()).isEqualTo(400));
    }

    @Test
    void leavesBytesAndTextsToTheServer() {
        for (Class<?> raw : List.of(byte[].class, String.class, ByteArrayInputStream.class)) {
            assertThat(body.isReadable(raw, raw, new Annotation[0], MediaType.APPLICATION_JSON_TYPE))
                    .isFalse();
            assertThat(body.isWriteable(raw, raw, new Annotation[0], MediaType.APPLICATION_JSON_TYPE))
                    .isFalse();
        }
    }

    @Test
    void writesSnakeCaseAndLeavesOutWhatIsNull() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        body.writeTo(
                Problem.of(ProblemType.NOT_FOUND, "there is no such thing", "/x", "request-1", null),
                Problem.class,
                Problem.class,
                new Annotation[0],
                MediaType.APPLICATION_JSON_TYPE,
                new MultivaluedHashMap<>(),
                out);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("\"request_id\":\"request-1\"", "\"success\":false", "\"error\":\"not_found\"")
                .doesNotContain("errors");
    }
}
