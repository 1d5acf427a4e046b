package org.mammoclip.phantom;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.mammoclip.dicom.file.Part10File;
import org.mammoclip.dicom.file.Part10Writer;
import org.mammoclip.dicom.pixel.ImageSize;
import org.mammoclip.dicom.pixel.UndecodablePixelsException;
import org.mammoclip.mammogram.prepare.MammogramPreparation;
import org.mammoclip.mammogram.prepare.PreparedMammogram;
import org.mammoclip.mammogram.prepare.UnusableImageException;

/**
 * Writes phantoms as a corpus:
 *
 * <pre>
 * phantom.json               what it was drawn from
 * image_text.csv             one row an image, with the report's words about its breast
 * vindr.csv                  one row a finding or healthy image, with boxes
 * truth.jsonl                one line a woman: everything that is known
 * png/PATIENT/*.png          prepared as the model wants it, 8 bit
 * dicom/PATIENT/*.dcm        as the machine stored it
 * reports/PATIENT.txt        history, findings, impression
 * </pre>
 *
 * The same settings give the same files, byte for byte, whatever the number of threads. Every fifth woman is in the test split;
 * folds are by woman.
 *
 * @param settings what to draw
 * @param prepared size of the PNG images
 * @param png whether to write prepared images
 * @param dicom whether to write DICOM files
 * @param closeUps windows of each prepared image that are written instead of it, 0 for whole images, see {@link CloseUps}
 */
public record PhantomCorpus(PhantomSettings settings, ImageSize prepared, boolean png, boolean dicom, int closeUps) {
    /** More than any experiment on one machine needs: 200 GB of DICOM at the default size. */
    public static final int MAX_EXAMS = 50_000;

    /** Most windows of one image. */
    public static final int MAX_CLOSE_UPS = 16;

    private static final int CHUNK = 32;

    public PhantomCorpus {
        if (closeUps < 0 || closeUps > MAX_CLOSE_UPS) {
            throw new IllegalArgumentException(closeUps + " close-ups of an image: 0 to " + MAX_CLOSE_UPS);
        }
        if (closeUps > 0 && dicom) {
            throw new IllegalArgumentException("close-ups are prepared images, there is no DICOM file of them");
        }
    }

    /** Whole images. */
    public PhantomCorpus(PhantomSettings settings, ImageSize prepared, boolean png, boolean dicom) {
        this(settings, prepared, png, dicom, 0);
    }

    /**
     * @param out a folder that does not exist yet or is empty
     * @param first index of the first woman, from 0
     * @param count how many, 1 to {@value #MAX_EXAMS}
     * @param done told how many are written, from time to time, on the calling thread
     * @throws IOException if the folder is not empty or cannot be written
     */
    public void write(Path out, int first, int count, IntConsumer done) throws IOException {
        if (count < 1 || count > MAX_EXAMS || first < 0 || first > Integer.MAX_VALUE - count) {
            throw new IllegalArgumentException(
                    count + " exams from " + first + ": 1 to " + MAX_EXAMS + ", starting at 0 or later");
        }
        requireEmpty(out);
        Files.createDirectories(out.resolve("reports"));
        writeCard(out.resolve("phantom.json"), first, count);
        try (Writer imageText = Files.newBufferedWriter(out.resolve("image_text.csv"));
                Writer vindr = Files.newBufferedWriter(out.resolve("vindr.csv"));
                Writer truth = Files.newBufferedWriter(out.resolve("truth.jsonl"))) {
            imageText.write(ExamTables.IMAGE_TEXT_HEADER);
            vindr.write(ExamTables.VINDR_HEADER);
            for (int start = 0; start < count; start += CHUNK) {
                int end = Math.min(count, start + CHUNK);
                List<Rows> rows = IntStream.range(first + start, first + end)
                        .parallel()
                        .mapToObj(index -> writeExam(out, index))
                        .toList();
                for (Rows row : rows) {
                    imageText.write(row.imageText());
                    vindr.write(row.vindr());
                    truth.write(row.truth());
                }
                done.accept(end);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Name of a woman: folder, patient id. A number, as the tables want it. */
    public static String patientId(PhantomSettings settings, int index) {
        return Long.toString(Math.floorMod(settings.seed(), 9000L) * 100_000 + 100_000_000L + index);
    }

    private record Rows(String imageText, String vindr, String truth) {}

    private Rows writeExam(Path out, int index) {
        PhantomExam drawn = PhantomExam.draw(settings, index);
        PhantomExam exam = closeUps > 0 ? drawn.withOneLesionEach() : drawn;
        PhantomReport report = PhantomReport.of(exam);
        String patient = patientId(settings, index);
        PhantomDicom objects = new PhantomDicom(exam, patient);
        ExamTables tables = new ExamTables(exam, report, patient);
        ExamTruth truth = new ExamTruth(exam, patient, objects.study().value());
        try {
            Files.writeString(out.resolve("reports").resolve(patient + ".txt"), report.text());
            for (PhantomView view : PhantomView.values()) {
                PhantomImage image = exam.image(view);
                Part10File file = objects.file(image);
                PreparedMammogram ready =
                        MammogramPreparation.reference(prepared).prepare(file);
                truth.add(image);
                if (closeUps > 0) {
                    writeCloseUps(
                            out,
                            exam,
                            image,
                            ready,
                            tables,
                            objects.series(view).value());
                    continue;
                }
                tables.add(image, ready, objects.series(view).value());
                String name = ExamTables.imageId(patient, view);
                if (dicom) {
                    Path folder = Files.createDirectories(out.resolve("dicom").resolve(patient));
                    Part10Writer.write(folder.resolve(name.replace(".png", ".dcm")), file);
                }
                if (png) {
                    Path folder = Files.createDirectories(out.resolve("png").resolve(patient));
                    writePng(folder.resolve(name), ready.size(), ready.grey());
                }
            }
        } catch (UndecodablePixelsException | UnusableImageException e) {
            throw new IllegalStateException("phantom " + index + " cannot be prepared", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Rows(tables.imageText(), tables.vindr(), truth.line());
    }

    private void writeCloseUps(
            Path out, PhantomExam exam, PhantomImage image, PreparedMammogram ready, ExamTables tables, String series)
            throws IOException {
        String patient = patientId(settings, exam.index());
        List<CloseUps.Window> windows = CloseUps.draw(exam, image, ready, closeUps);
        for (int number = 0; number < windows.size(); number++) {
            CloseUps.Window window = windows.get(number);
            String name = ExamTables.closeUpId(patient, image.view(), number);
            tables.add(image, name, ready, window.top(), window.left(), series);
            if (png) {
                Path folder = Files.createDirectories(out.resolve("png").resolve(patient));
                writePng(folder.resolve(name), CloseUps.size(prepared), window.of(ready));
            }
        }
    }

    private static void writePng(Path file, ImageSize size, byte[] grey) throws IOException {
        BufferedImage picture = new BufferedImage(size.columns(), size.rows(), BufferedImage.TYPE_BYTE_GRAY);
        picture.getRaster().setDataElements(0, 0, size.columns(), size.rows(), grey);
        try (OutputStream stream = Files.newOutputStream(file)) {
            ImageIO.write(picture, "png", stream);
        }
    }

    private void writeCard(Path file, int first, int count) throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode card = json.createObjectNode();
        card.put(
                "statement",
                "Computed phantoms of women who never existed. For tests and demonstrations of learning only.");
        card.put("seed", settings.seed());
        card.put("firstExam", first);
        card.put("exams", count);
        card.put("rows", settings.rows());
        card.put("lesionShare", settings.lesionShare());
        card.put("signalToNoise", settings.signalToNoise());
        card.put("speckBrightness", settings.speckBrightness());
        card.put("style", settings.style().map(Enum::name).orElse("mixed"));
        ArrayNode size = card.putArray("preparedSize");
        ImageSize written = closeUps > 0 ? CloseUps.size(prepared) : prepared;
        size.add(written.rows()).add(written.columns());
        card.put("closeUps", closeUps);
        Files.writeString(file, json.writerWithDefaultPrettyPrinter().writeValueAsString(card) + "\n");
    }

    private static void requireEmpty(Path out) throws IOException {
        if (Files.exists(out)) {
            try (var entries = Files.list(out)) {
                if (entries.findAny().isPresent()) {
                    throw new IOException(out + " is not empty; a corpus is written into a new folder");
                }
            }
        }
    }
}
