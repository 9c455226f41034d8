package io.ris.cli.hub;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How many items a list may have: who asks for none would take the answer for there being none. */
public final class ItemCount implements ITypeConverter<Integer> {

    @Override
    public Integer convert(String typed) {
        if (!typed.matches("[1-9][0-9]{0,8}")) {
            throw new TypeConversionException("'" + typed + "' is not a whole number from 1 on");
        }
        return Integer.valueOf(typed);
    }
}
