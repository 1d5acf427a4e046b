package org.mammoclip.worker.learn;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.mammoclip.mammoclip.RasterSize;
import org.mammoclip.mammoclip.card.LearningData;
import org.mammoclip.mammoclip.data.BoxPlacement;
import org.mammoclip.mammoclip.data.ImageLabelSamples;
import org.mammoclip.mammoclip.data.ImageTextSamples;
import org.mammoclip.mammoclip.data.JoinedSamples;
import org.mammoclip.mammoclip.data.LabelledImage;
import org.mammoclip.mammoclip.data.LabelledSet;
import org.mammoclip.mammoclip.data.PairReader;
import org.mammoclip.mammoclip.data.PatientSplits;
import org.mammoclip.mammoclip.data.ReportedBreast;
import org.mammoclip.mammoclip.data.ReportedSet;
import org.mammoclip.mammoclip.data.Split;
import org.mammoclip.mammoclip.evaluate.table.CsvTable;
import org.mammoclip.mammoclip.evaluate.table.TableException;
import org.mammoclip.mammoclip.evaluate.table.VinDrTable;
import org.mammoclip.mammoclip.reports.ReportGenerator;
import org.mammoclip.mammoclip.reports.ReportGrammar;
import org.mammoclip.mammoclip.text.TextTokenizer;
import org.mammoclip.mammoclip.train.PairSamples;

/**
 * Tables read and divided, ready for pre-training.
 *
 * @param training samples of all tables, one after the other
 * @param validation samples of other patients
 * @param summary what a model card says about the data; its digest names samples and the way they are drawn
 * @param skipped what was left out, as asked, one line each
 */
public record PretrainingData(
        PairSamples training, PairSamples validation, LearningData summary, List<String> skipped) {
    public PretrainingData {
        skipped = List.copyOf(skipped);
    }

    /**
     * @param size of the model's images
     * @param tokenizer of the model
     * @throws org.mammoclip.mammoclip.evaluate.table.TableException listing what is wrong with which line
     * @throws IOException if a table or a folder cannot be read
     */
    public static PretrainingData read(
            PretrainingTables tables, ImageSettings settings, RasterSize size, TextTokenizer tokenizer)
            throws IOException {
        return new Reading(tables, settings, size, tokenizer).all();
    }

    /** One reading of all tables; patients keep their split over all of them. */
    private static final class Reading {
        private final PretrainingTables tables;
        private final ImageSettings settings;
        private final RasterSize size;
        private final TextTokenizer tokenizer;
        private final PatientSplits splits;
        private final Map<Path, PreparedImages> folders = new HashMap<>();
        private final List<PairSamples> training = new ArrayList<>();
        private final List<PairSamples> validation = new ArrayList<>();
        private final List<LearningData.Table> read = new ArrayList<>();
        private final List<String> skipped = new ArrayList<>();
        private final StringBuilder digests = new StringBuilder();
        private final Map<Split, Set<String>> patients = new HashMap<>();
        private final Map<Split, Set<String>> images = new HashMap<>();

        Reading(PretrainingTables tables, ImageSettings settings, RasterSize size, TextTokenizer tokenizer) {
            this.tables = tables;
            Set<Path> different = new HashSet<>();
            tables.all().forEach(source -> different.add(source.images()));
            this.settings = settings.sharedBy(different.size());
            this.size = size;
            this.tokenizer = tokenizer;
            this.splits = new PatientSplits(tables.splits());
        }

        PretrainingData all() throws IOException {
            // what any table says of a patient counts in all of them
            for (PretrainingTables.Source source : tables.all()) {
                CsvTable table = source.read();
                splits.add(table, PatientSplits.members(table));
            }
            for (PretrainingTables.Source source : tables.reports()) {
                reports(source);
            }
            for (PretrainingTables.Source source : tables.labels()) {
                labels(source);
            }
            String digest =
                    Digest.of(digests + "raster " + size + ", " + settings.preparation() + ", " + tables.drawing());
            List<LearningData.SplitCount> counts = new ArrayList<>();
            for (Split split : Split.values()) {
                counts.add(new LearningData.SplitCount(
                        Words.of(split),
                        patients.getOrDefault(split, Set.of()).size(),
                        images.getOrDefault(split, Set.of()).size(),
                        new TreeMap<>()));
            }
            return new PretrainingData(
                    new JoinedSamples(training),
                    new JoinedSamples(validation),
                    new LearningData(digest, read, Words.of(tables.splits()), counts),
                    skipped);
        }

        private void reports(PretrainingTables.Source source) throws IOException {
            CsvTable table = source.read();
            PreparedImages prepared = folder(source);
            ReportedSet set = ReportedSet.read(table, splits, prepared, tables.backTranslation(), tables.skipBadRows());
            PairReader reader = new PairReader(prepared, tokenizer, tables.augmentation());
            training.add(new ImageTextSamples(set.training(), reader, tables.imageRule(), tables.sentences()));
            validation.add(new ImageTextSamples(set.validation(), reader, tables.imageRule(), tables.sentences()));
            for (Split split : Split.values()) {
                for (ReportedBreast breast : set.of(split)) {
                    breast.record().images().forEach(image -> count(split, breast.patient(), image, source));
                }
            }
            took(table, set.digest(), set.skippedRows(), set.problems());
        }

        private void labels(PretrainingTables.Source source) throws IOException {
            CsvTable table = CsvTable.read(source.table());
            if (!VinDrTable.fits(table)) {
                throw new TableException(table.name() + ":1: reports are made from the findings of a VinDr table"
                        + " (finding_categories, breast_density); this is none");
            }
            PreparedImages prepared = folder(source);
            LabelledSet set = LabelledSet.read(table, splits, prepared, BoxPlacement.NONE, tables.skipBadRows());
            PairReader reader = new PairReader(prepared, tokenizer, tables.augmentation());
            ReportGenerator reports = new ReportGenerator(ReportGrammar.vinDr(tables.spelling(), tables.noFinding()));
            training.add(new ImageLabelSamples(table.name(), set.training(), reader, reports));
            validation.add(new ImageLabelSamples(table.name(), set.validation(), reader, reports));
            for (Split split : Split.values()) {
                for (LabelledImage image : set.of(split)) {
                    count(split, image.patient(), image.image(), source);
                }
            }
            took(table, set.digest(), set.skippedRows(), set.problems());
        }

        private void took(CsvTable table, String digest, int left, List<String> problems) {
            read.add(new LearningData.Table(
                    table.name(), table.sha256(), table.rows().size() - left, left));
            digests.append(digest).append('\n');
            skipped.addAll(problems);
            if (left > 0) {
                skipped.add(table.name() + ": " + left + " row(s) left out");
            }
        }

        private void count(Split split, String patient, String image, PretrainingTables.Source source) {
            patients.computeIfAbsent(split, key -> new HashSet<>()).add(patient);
            images.computeIfAbsent(split, key -> new HashSet<>()).add(source.images() + "/" + patient + "/" + image);
        }

        private PreparedImages folder(PretrainingTables.Source source) throws IOException {
            PreparedImages open = folders.get(source.images());
            if (open == null) {
                open = PreparedImages.open(source.folder(), size, settings);
                folders.put(source.images(), open);
            }
            return open;
        }
    }
}
