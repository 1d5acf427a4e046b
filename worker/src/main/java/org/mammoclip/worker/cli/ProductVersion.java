package org.mammoclip.worker.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of this build, written by Maven. */
final class ProductVersion implements IVersionProvider {
    /** For example {@code 0.1.0}. */
    static String current() {
        Properties properties = new Properties();
        try (InputStream in = Objects.requireNonNull(
                Main.class.getResourceAsStream("/org/mammoclip/worker/version.properties"), "version.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "unknown");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"Mammo-CLIP Worker " + current()};
    }
}
