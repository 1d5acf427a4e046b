package org.mammoclip.embedded.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.mammoclip.dicom.Uid;

/**
 * One computed screening exam of a woman who never existed, as {@code mammoclip phantom} writes it, with what is in it.
 *
 * @param study its Study Instance UID
 * @param truth what was drawn, for the table, as in {@code mass right}
 * @param files one DICOM file an image
 */
record Phantom(Uid study, String truth, List<Path> files) {
    /**
     * Two women of a corpus that no built-in model has seen: the first has an irregular, spiculated mass in the right breast, radius
     * 7 mm, the second has nothing to report.
     */
    private static final String[] PAIR = {
        "--seed", "77", "--first", "10", "--exams", "2", "--style", "A", "--signal-to-noise", "4", "--no-png"
    };

    Phantom {
        files = List.copyOf(files);
    }

    /**
     * Computes the one with a mass and the healthy one.
     *
     * @param directory new; gets a corpus of these two
     */
    static List<Phantom> pair(WorkerChild worker, Path directory) throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(List.of("--out", directory.toString()));
        options.addAll(List.of(PAIR));
        worker.runOffline("phantom", options.toArray(String[]::new));
        return read(directory);
    }

    /** Everybody of a corpus. */
    static List<Phantom> read(Path corpus) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        List<Phantom> all = new ArrayList<>();
        for (String line : Files.readAllLines(corpus.resolve("truth.jsonl"))) {
            JsonNode truth = mapper.readTree(line);
            List<String> lesions = new ArrayList<>();
            for (JsonNode lesion : truth.path("lesions")) {
                lesions.add(lesion.path("finding").asText().toLowerCase(Locale.ROOT) + " "
                        + (lesion.path("laterality").asText().equals("L") ? "left" : "right"));
            }
            Path folder =
                    corpus.resolve("dicom").resolve(truth.path("patient_id").asText());
            try (Stream<Path> files = Files.list(folder)) {
                all.add(new Phantom(
                        Uid.of(truth.path("studyInstanceUID").asText()),
                        lesions.isEmpty() ? "nothing" : String.join(", ", lesions),
                        files.sorted().toList()));
            }
        }
        return all;
    }
}
