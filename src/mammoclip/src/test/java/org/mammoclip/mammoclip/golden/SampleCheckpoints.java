package org.mammoclip.mammoclip.golden;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;

/** Small files that PyTorch itself wrote. */
public final class SampleCheckpoints {
    private SampleCheckpoints() {}

    public static Path path(String name) {
        URL url = Objects.requireNonNull(SampleCheckpoints.class.getResource("/golden/checkpoints/" + name), name);
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
