package org.mammoclip.worker.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Tables that are only measured on. */
class HeldOutOptions {
    private static final String PICTURES = "png";

    @Option(
            names = "--held-out",
            paramLabel = "NAME=TABLE[,DIR]",
            description = "Measure on all rows of this table of other patients, with the images of the folder (default:"
                    + " the folder png beside the table); may be repeated.")
    List<String> heldOut = new ArrayList<>();

    /**
     * One of them.
     *
     * @param name in results and figures
     * @param table with labels
     * @param images folder
     */
    record HeldOut(String name, Path table, Path images) {
        static HeldOut parse(String given) {
            int equals = given.indexOf('=');
            int comma = given.lastIndexOf(',');
            int end = comma < 0 ? given.length() : comma;
            if (equals < 1 || end < equals + 2 || comma == given.length() - 1) {
                throw new IllegalArgumentException(
                        "--held-out takes NAME=TABLE or NAME=TABLE,DIR, not '" + given + "'");
            }
            Path table = Path.of(given.substring(equals + 1, end));
            Path images =
                    comma < 0 ? table.toAbsolutePath().resolveSibling(PICTURES) : Path.of(given.substring(comma + 1));
            return new HeldOut(given.substring(0, equals), table, images);
        }
    }

    /** @throws IllegalArgumentException if one says too little, or two have the same name */
    List<HeldOut> heldOut() {
        Map<String, HeldOut> byName = new LinkedHashMap<>();
        for (String given : heldOut) {
            HeldOut one = HeldOut.parse(given);
            if (byName.put(one.name(), one) != null) {
                throw new IllegalArgumentException("--held-out: two tables are called " + one.name());
            }
        }
        return List.copyOf(byName.values());
    }
}
