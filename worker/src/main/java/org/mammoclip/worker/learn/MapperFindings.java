package org.mammoclip.worker.learn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import org.mammoclip.mammoclip.factor.HeadLayout;
import org.mammoclip.mammoclip.learn.factor.Attribute;

/** A findings file that uses a mapper: zero-shot scores by the reference's prompts, maps by the mapper. */
public final class MapperFindings {
    public static final String FILE = "findings.yaml";

    private MapperFindings() {}

    /**
     * Replaces the folder's file.
     *
     * @param mapper in or below that folder
     */
    public static void write(Path folder, Path mapper, HeadLayout layout, List<Attribute> attributes)
            throws IOException {
        StringBuilder yaml =
                new StringBuilder("# Zero-shot scores with uncalibrated thresholds; the maps are the mapper's.\n"
                        + "# Put scores of a probe or a classifier in their place: deploy/findings.md\n"
                        + "version: mapper-1\nfindings:\n");
        for (Attribute attribute : attributes) {
            String words = attribute.name().replace('_', ' ');
            yaml.append("  ").append(attribute.name()).append(":\n");
            yaml.append("    score: { prompts: { negative: [no ")
                    .append(words)
                    .append("], positive: [")
                    .append(words)
                    .append("] } }\n");
            yaml.append("    threshold: 0.5\n");
            yaml.append("    attribution: { mapper: ")
                    .append(folder.relativize(mapper))
                    .append(", attribute: ")
                    .append(attribute.name());
            if (layout == HeadLayout.INTERLEAVED) {
                yaml.append(", layout: ").append(layout.name().toLowerCase(Locale.ROOT));
            }
            yaml.append(" }\n");
        }
        Path part = folder.resolve(FILE + ".part");
        Files.writeString(part, yaml);
        Files.move(part, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }
}
