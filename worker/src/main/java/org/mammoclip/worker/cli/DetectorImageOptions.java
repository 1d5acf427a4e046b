package org.mammoclip.worker.cli;

import java.util.List;
import java.util.Locale;
import org.mammoclip.mammoclip.data.FractionUnit;
import org.mammoclip.mammoclip.data.LabelledSet;
import org.mammoclip.mammoclip.data.TrainingImages;
import org.mammoclip.mammoclip.evaluate.table.VinDrTable;
import org.mammoclip.mammoclip.learn.detector.DetectorImages;
import org.mammoclip.mammoclip.learn.detector.DetectorTraining;
import picocli.CommandLine.Option;

/** What {@code detector} is to find, and the images it learns that from. */
final class DetectorImageOptions {
    @Option(
            names = "--finding",
            paramLabel = "NAME",
            required = true,
            description = "What to find, as in mass or suspicious_calcification; may be repeated.")
    List<String> names = List.of();

    @Option(
            names = "--normals",
            paramLabel = "P",
            defaultValue = "0",
            description = "Share of training images without the findings, 0 as published (default: ${DEFAULT-VALUE}).")
    double normals;

    @Option(
            names = "--fraction",
            paramLabel = "P",
            defaultValue = "1",
            description = "Learn from this share of the training patients only (default: ${DEFAULT-VALUE}).")
    double fraction;

    @Option(
            names = "--fraction-unit",
            paramLabel = "patient|image",
            defaultValue = "patient",
            description = "Whether that is a share of patients, or of images as published (default: ${DEFAULT-VALUE}).")
    FractionUnit fractionUnit = FractionUnit.PATIENT;

    /**
     * The findings as tables name them.
     *
     * @throws IllegalArgumentException naming those there are
     */
    List<String> findings() {
        return names.stream().map(DetectorImageOptions::finding).distinct().toList();
    }

    private static String finding(String name) {
        String key = VinDrTable.key(name.strip()).replace('-', '_');
        return VinDrTable.FINDINGS.stream()
                .filter(known -> VinDrTable.key(known).equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is no finding with boxes; these are: "
                        + String.join(
                                ", ",
                                VinDrTable.FINDINGS.stream()
                                        .map(VinDrTable::key)
                                        .toList())));
    }

    /** @throws IllegalArgumentException if a number is out of its range, or no image is left */
    DetectorTraining.Source source(LabelledSet set, TrainingImages pixels, List<String> findings, long seed) {
        return new DetectorTraining.Source(
                DetectorImages.of(
                        LabelledSet.fraction(set.training(), fraction, 1, fractionUnit), findings, normals, seed),
                DetectorImages.of(set.validation(), findings, normals, seed),
                pixels,
                set.digest() + ", " + describe());
    }

    /** In words, for the card. */
    String describe() {
        return "fraction " + fraction + " by " + fractionUnit.name().toLowerCase(Locale.ROOT)
                + ", share without the findings " + normals;
    }
}
