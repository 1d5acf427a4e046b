package org.mammoclip.worker.connect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A secret kept in a file of its own (a mounted secret, mode 0400). */
public final class SecretFile {
    private static final int MAX_BYTES = 64 << 10;

    private SecretFile() {}

    /**
     * The content without the trailing line break.
     *
     * @throws IOException if the file cannot be read, is empty or is longer than a secret can be; never repeats it
     */
    public static String read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException("secret file is longer than " + MAX_BYTES + " bytes: " + file);
        }
        String secret = Files.readString(file, StandardCharsets.UTF_8).stripTrailing();
        if (secret.isEmpty()) {
            throw new IOException("secret file is empty: " + file);
        }
        return secret;
    }
}
