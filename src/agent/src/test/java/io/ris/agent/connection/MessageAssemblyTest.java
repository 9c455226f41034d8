package io.ris.agent.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MessageAssemblyTest {

    private final MessageAssembly assembly = new MessageAssembly(10);

    @Test
    void joinsPartsIntoOneMessage() {
        assertThat(assembly.add("one ", false)).isEmpty();
        assertThat(assembly.add("two", true)).contains("one two");
        assertThat(assembly.add("next", true)).contains("next");
    }

    @Test
    void refusesOneByteMoreThanTheLimit() {
        assertThat(assembly.add("12345", false)).isEmpty();
        assertThat(assembly.add("67890", true)).contains("1234567890");
        assertThat(assembly.isTooLarge()).isFalse();

        assertThat(assembly.add("12345678901", true)).isEmpty();
        assertThat(assembly.isTooLarge()).isTrue();
    }

    @Test
    void countsBytesAndNotCharacters() {
        assertThat(assembly.add("€€€", true)).contains("€€€");
        assertThat(assembly.add("😀😀", true)).contains("😀😀");

        assembly.add("€€€€", true);

        assertThat(assembly.isTooLarge()).isTrue();
    }
}
