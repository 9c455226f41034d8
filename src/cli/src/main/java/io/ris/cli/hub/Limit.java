package io.ris.cli.hub;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --limit}: how many items a command lists. */
public final class Limit {

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            converter = ItemCount.class,
            description = "At most so many; default ${DEFAULT-VALUE}.")
    private int items;

    /** One at least. */
    public int items() {
        return items;
    }

    static final class ItemCount implements ITypeConverter<Integer> {

        @Override
        public Integer convert(String typed) {
            if (!typed.matches("[1-9][0-9]{0,8}")) {
                throw new TypeConversionException("'" + typed + "' is not a whole number from 1 on");
            }
            return Integer.valueOf(typed);
        }
    }
}
