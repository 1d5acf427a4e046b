package org.mammoclip.worker.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Tables that are only measured on. */
class HeldOutOptions {
    private static final String PICTURES = "png";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 _.-]{0,39}");

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
        /** A comma belongs to the table if there is such a file, otherwise the last one divides table and folder. */
        static HeldOut parse(String given) {
            int equals = given.indexOf('=');
            String name = given.substring(0, Math.max(0, equals));
            String value = given.substring(equals + 1);
            int comma = Files.isRegularFile(Path.of(value)) ? -1 : value.lastIndexOf(',');
            String table = comma < 0 ? value : value.substring(0, comma);
            if (name.isEmpty() || table.isEmpty() || comma == value.length() - 1) {
                throw new IllegalArgumentException(
                        "--held-out takes NAME=TABLE or NAME=TABLE,DIR, not '" + given + "'");
            }
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("--held-out: a name has at most 40 letters, digits, blanks, dots,"
                        + " hyphens and underscores, not '" + name + "'");
            }
            Path file = Path.of(table);
            return new HeldOut(
                    name,
                    file,
                    comma < 0 ? file.toAbsolutePath().resolveSibling(PICTURES) : Path.of(value.substring(comma + 1)));
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
