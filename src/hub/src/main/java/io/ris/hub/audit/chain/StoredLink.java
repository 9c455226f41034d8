package io.ris.hub.audit.chain;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the store at a place of a chain.
 *
 * @param id where it stands: chain and number
 * @param record null where it is not what the hub writes: fields too few, too many or of other types
 */
public record StoredLink(String id, @Nullable ChainRecord record) {

    /** Between a chain's name and a number; the character behind it ends what is of the chain. */
    private static final char SEPARATOR = ':';

    private static final int DIGITS = 19;

    /** The id of a chain's link: ids of a chain sort by their numbers. */
    static String id(String chain, long seq) {
        return chain + SEPARATOR + String.format(Locale.ROOT, "%0" + DIGITS + "d", seq);
    }

    /** What is less than every id of a chain. */
    static String before(String chain) {
        return chain + SEPARATOR;
    }

    /** What is more than every id of a chain. */
    static String behind(String chain) {
        return chain + (char) (SEPARATOR + 1);
    }

    /** The chain that an id is of. */
    static String chainOf(String id) {
        int separator = id.indexOf(SEPARATOR);
        return separator < 0 ? id : id.substring(0, separator);
    }

    /** The number that its id says; negative where the id is none that the hub gives. */
    long seq() {
        String number = id.substring(Math.min(id.length(), chainOf(id).length() + 1));
        return number.matches("[0-8][0-9]{" + (DIGITS - 1) + "}") ? Long.parseLong(number) : -1;
    }

    /** The link, where one stands here that the hub made for this place. */
    Optional<ChainRecord> good(ChainKey key) {
        return Optional.ofNullable(record)
                .filter(link -> link.chain().equals(chainOf(id)) && link.seq() == seq() && key.verifies(link));
    }
}
