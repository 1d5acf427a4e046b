package org.mammoclip.worker.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of this build, written by Maven. */
final class ProductVersion implements IVersionProvider {
    /** Version and commit, for example {@code 0.1.0+1a2b3c4d5e6f}; {@code -modified} after it: not what was committed. */
    static String current() {
        Properties properties = new Properties();
        try (InputStream in = Objects.requireNonNull(
                Main.class.getResourceAsStream("/org/mammoclip/worker/version.properties"), "version.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String commit = properties.getProperty("commit", "");
        return properties.getProperty("version", "unknown")
                + (commit.matches("[0-9a-f]+") ? "+" + commit : "")
                + (properties.getProperty("modified", "").equals("true") ? "-modified" : "");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"Mammo-CLIP Worker " + current()};
    }
}
