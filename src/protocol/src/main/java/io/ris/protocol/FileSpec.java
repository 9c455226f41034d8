package io.ris.protocol;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file to write on the agent's machine, whole or not at all, or to bring back from there.
 *
 * @param action {@code push} or {@code pull}
 * @param path absolute path of the file
 * @param content for {@code push}: what the file is to hold
 * @param encoding of {@code content}: {@code utf-8} or {@code base64}; null for {@code utf-8}
 * @param sha256 what the content must have as its SHA-256, in hexadecimal digits; null for no check
 * @param mode for {@code push}: permissions as three octal digits; null keeps those of the file that is there, or gives a
 *     new one 644
 * @param overwrite for {@code push}: whether a file of other content may be replaced; true where not given
 * @param createDirs for {@code push}: whether missing directories are made; false where not given
 * @param maxSize for {@code pull}: the most bytes that are brought back, up to {@link #MAX_PULL}; null for that. It is never
 *     more than what the hub keeps of a stream ({@link HubFrame.Offer#outputLimit})
 * @param timeout bound of one attempt; null for the hub's default
 */
public record FileSpec(
        String action,
        String path,
        @Nullable String content,
        @Nullable String encoding,
        @Nullable String sha256,
        @Nullable String mode,
        @Nullable Boolean overwrite,
        @Nullable Boolean createDirs,
        @Nullable Integer maxSize,
        @Nullable Duration timeout)
        implements TaskSpec {

    /** The value of {@code type} in JSON. */
    public static final String TYPE = "file";

    /** The most bytes that a file may have to be brought back: what a hub keeps of a stream at the most. */
    public static final int MAX_PULL = 64 * 1024 * 1024;

    private static final String PUSH = "push";
    private static final String PULL = "pull";
    private static final int MAX_PATH = 4095;
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern MODE = Pattern.compile("0?[0-7]{3}");

    /** @throws SpecException naming the field at fault */
    @SuppressWarnings({"ConstantValue", "NullAway"}) // JSON leaves out what is optional
    public FileSpec {
        SpecException.check(PUSH.equals(action) || PULL.equals(action), "action", "must be push or pull");
        SpecException.check(path != null, "path", "is required");
        checkPath(path);
        sha256 = sha256 == null ? null : sha256.toLowerCase(Locale.ROOT);
        SpecException.check(
                sha256 == null || SHA_256.matcher(sha256).matches(), "sha256", "must be 64 hexadecimal digits");
        SpecException.check(mode == null || MODE.matcher(mode).matches(), "mode", "must be three octal digits");
        SpecException.check(
                encoding == null || encoding.equals(OutputData.UTF_8) || encoding.equals(OutputData.BASE64),
                "encoding",
                "must be utf-8 or base64");
        SpecException.check(
                maxSize == null || (maxSize >= 0 && maxSize <= MAX_PULL), "max_size", "must be 0 to " + MAX_PULL);
        SpecException.checkTimeout(timeout);
        if (PUSH.equals(action)) {
            SpecException.check(content != null, "content", "is required with push");
            SpecException.check(maxSize == null, "max_size", "is for pull");
            checkEncoded(content, encoding);
        } else {
            checkAbsent(content, "content");
            checkAbsent(encoding, "encoding");
            checkAbsent(mode, "mode");
            checkAbsent(overwrite, "overwrite");
            checkAbsent(createDirs, "create_dirs");
        }
    }

    private static void checkPath(String path) {
        SpecException.checkText(path, "path");
        SpecException.check(path.startsWith("/"), "path", "must be an absolute path");
        SpecException.check(path.length() <= MAX_PATH, "path", "must have at most " + MAX_PATH + " characters");
        List<String> names = List.of(path.substring(1).split("/", -1));
        SpecException.check(!names.getLast().isEmpty(), "path", "must name a file");
        Set<String> steps = Set.of("", ".", "..");
        SpecException.check(names.stream().noneMatch(steps::contains), "path", "must not hold empty names, . and ..");
    }

    private static void checkEncoded(String content, @Nullable String encoding) {
        if (OutputData.BASE64.equals(encoding) && !content.equals(HttpAuth.MASK)) {
            try {
                Base64.getDecoder().decode(content);
            } catch (IllegalArgumentException e) {
                throw new SpecException("content", "must be base64");
            }
        }
    }

    private static void checkAbsent(@Nullable Object value, String field) {
        SpecException.check(value == null, field, "is for push");
    }

    /** Whether a file is written. */
    public boolean pushes() {
        return PUSH.equals(action);
    }

    /** What the file is to hold. */
    public byte[] bytes() {
        String text = content == null ? "" : content;
        return OutputData.BASE64.equals(encoding)
                ? Base64.getDecoder().decode(text)
                : text.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether a file of other content may be replaced. */
    public boolean overwrites() {
        return !Boolean.FALSE.equals(overwrite);
    }

    /** Whether missing directories are made. */
    public boolean createsDirs() {
        return Boolean.TRUE.equals(createDirs);
    }

    /** The most bytes that are brought back. */
    public int sizeLimit() {
        return maxSize == null ? MAX_PULL : maxSize;
    }

    @Override
    @JsonIgnore
    public String type() {
        return TYPE;
    }

    /** A second push finds the content there, or puts it there once more. */
    @Override
    @JsonIgnore
    public boolean idempotentByNature() {
        return true;
    }

    @Override
    public FileSpec masked() {
        return new FileSpec(
                action,
                path,
                content == null ? null : HttpAuth.MASK,
                encoding,
                sha256,
                mode,
                overwrite,
                createDirs,
                maxSize,
                timeout);
    }

    @Override
    public String toString() {
        return "FileSpec[" + action + " " + path + "]";
    }
}
