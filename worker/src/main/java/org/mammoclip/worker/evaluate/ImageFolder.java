package org.mammoclip.worker.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.mammoclip.mammoclip.evaluate.table.ImageNames;

/**
 * The files below a folder, found by the names a table gives: {@code <patient>/<image>.<any>}, or {@code <image>.<any>} wherever it
 * lies if the name is there once. Table names decide nothing but which of these files is opened. Immutable.
 */
public final class ImageFolder {
    /** More files than this are refused. */
    public static final int MAX_FILES = 2_000_000;

    private final Path folder;
    private final Map<String, List<Path>> byName;

    private ImageFolder(Path folder, Map<String, List<Path>> byName) {
        this.folder = folder;
        this.byName = byName;
    }

    /** @throws IOException if the folder cannot be read or has more than {@link #MAX_FILES} files */
    public static ImageFolder of(Path folder) throws IOException {
        Map<String, List<Path>> byName = new HashMap<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> files =
                    walk.filter(Files::isRegularFile).limit(MAX_FILES + 1L).toList();
            if (files.size() > MAX_FILES) {
                throw new IOException("more than " + MAX_FILES + " files below " + folder);
            }
            for (Path file : files) {
                byName.computeIfAbsent(nameOf(file), name -> new ArrayList<>()).add(file);
            }
        }
        return new ImageFolder(folder, byName);
    }

    /** Files by the names of their images, wherever they lie. @param folder for messages */
    public static ImageFolder of(Path folder, Map<String, Path> files) {
        Map<String, List<Path>> byName = new HashMap<>();
        files.forEach((name, file) -> byName.put(name, List.of(file)));
        return new ImageFolder(folder, byName);
    }

    /** Files that look like images by their names: known extensions, or none. */
    public long images() {
        return byName.values().stream()
                .flatMap(List::stream)
                .filter(file -> {
                    String name = String.valueOf(file.getFileName());
                    return !nameOf(file).equals(name) || name.indexOf('.') < 0;
                })
                .count();
    }

    private static String nameOf(Path file) {
        return ImageNames.withoutExtension(String.valueOf(file.getFileName()));
    }

    /**
     * The file of an image.
     *
     * @throws IOException saying that there is none, or that it cannot be told which it is
     */
    public Path find(ImageKey key) throws IOException {
        List<Path> files = byName.getOrDefault(key.image(), List.of());
        if (files.size() == 1) {
            return files.get(0);
        }
        List<Path> ofPatient =
                files.stream().filter(file -> isBelow(file, key.patient())).toList();
        if (ofPatient.size() == 1) {
            return ofPatient.get(0);
        }
        String wanted = "'" + key.image() + "' (.png, .jpg, .dcm or without extension) below " + folder;
        throw new IOException(
                files.isEmpty()
                        ? "no image " + wanted
                        : files.size() + " files are called " + wanted
                                + ", and not exactly one lies in a folder named after the patient");
    }

    private static boolean isBelow(Path file, String patient) {
        Path parent = file.getParent();
        return parent != null && String.valueOf(parent.getFileName()).equals(patient);
    }
}
