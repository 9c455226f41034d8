package io.ris.agent.files;

import io.ris.protocol.FileResult;
import io.ris.protocol.OutputData;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file as a task left or found it.
 *
 * @param path without links
 * @param changed of a push, whether the file was written; null of a pull
 */
public record FileFacts(
        Path path,
        long size,
        String sha256,
        Set<PosixFilePermission> permissions,
        @Nullable Boolean changed) {

    private static final String ALL = "rwxrwxrwx";

    /** As a result says it. */
    public FileResult result(@Nullable OutputData content, Duration time) {
        return new FileResult(
                path.toString(),
                size,
                sha256,
                mode(),
                changed,
                content == null ? null : content.text(),
                content == null ? null : content.encodingUnlessUtf8(),
                Math.max(0, time.toMillis()));
    }

    private String mode() {
        String text = PosixFilePermissions.toString(permissions)
                .replaceAll("[rwx]", "1")
                .replace('-', '0');
        return String.format(Locale.ROOT, "%04o", Integer.parseInt(text, 2));
    }

    /** @param mode three octal digits */
    static Set<PosixFilePermission> permissions(String mode) {
        int bits = Integer.parseInt(mode, 8);
        StringBuilder text = new StringBuilder(ALL);
        for (int place = 0; place < ALL.length(); place++) {
            if ((bits & (0400 >> place)) == 0) {
                text.setCharAt(place, '-');
            }
        }
        return PosixFilePermissions.fromString(text.toString());
    }
}
