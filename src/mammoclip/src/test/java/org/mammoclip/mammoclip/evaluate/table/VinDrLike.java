package org.mammoclip.mammoclip.evaluate.table;

import java.util.ArrayList;
import java.util.List;

/**
 * A table with the published structure of VinDr-Mammo and nothing else of it: as many rows, images, boxes and findings, several rows
 * for some images, several findings in some rows.
 */
final class VinDrLike {
    private static final List<String> OTHERS = List.of(
            "Focal Asymmetry",
            "Architectural Distortion",
            "Asymmetry",
            "Suspicious Lymph Node",
            "Skin Thickening",
            "Nipple Retraction",
            "Global Asymmetry",
            "Skin Retraction");

    private final StringBuilder text = new StringBuilder(
            "study_id,series_id,image_id,laterality,view_position,breast_density,finding_categories,xmin,ymin,xmax,ymax,split\n");
    private int image;

    private record Row(int image, List<String> findings) {}

    static StringBuilder table() {
        VinDrLike all = new VinDrLike();
        all.split(
                "training",
                16_000,
                894,
                989,
                337,
                428,
                new int[] {216, 95, 77, 46, 45, 30, 20, 15},
                385,
                180,
                new int[] {81, 1583, 12_553, 2174});
        all.split("test", 4000, 219, 237, 105, 115, new int[] {53, 24, 20, 11, 12, 7, 6, 3}, 100, 33, new int[] {
            20, 390, 3142, 543
        });
        return all.text;
    }

    /**
     * @param otherRows rows that have neither mass nor calcification
     * @param otherImages images that have such rows only
     */
    private void split(
            String name,
            int images,
            int massImages,
            int massRows,
            int calcificationImages,
            int calcificationRows,
            int[] others,
            int otherRows,
            int otherImages,
            int[] densities) {
        int first = image;
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < massRows; i++) {
            rows.add(new Row(first + i % massImages, new ArrayList<>(List.of("Mass"))));
        }
        for (int i = 0; i < calcificationRows; i++) {
            rows.add(new Row(
                    first + massImages + i % calcificationImages,
                    new ArrayList<>(List.of("Suspicious Calcification"))));
        }
        List<String> labels = new ArrayList<>();
        for (int k = 0; k < others.length; k++) {
            for (int i = 0; i < others[k]; i++) {
                labels.add(OTHERS.get(k));
            }
        }
        int alone = first + massImages + calcificationImages;
        for (int i = 0; i < labels.size(); i++) {
            if (i < otherRows) {
                int at = i < otherImages ? alone + i : first + (i - otherImages) % massImages;
                rows.add(new Row(at, List.of(labels.get(i))));
            } else {
                rows.get(i - otherRows).findings().add(labels.get(i));
            }
        }
        int withFinding = massImages + calcificationImages + otherImages;
        for (int i = withFinding; i < images; i++) {
            rows.add(new Row(first + i, List.of("No Finding")));
        }
        // All images with a finding are dense C; the rest fills the published row counts.
        int[] left = densities.clone();
        left[2] -= (int)
                rows.stream().filter(row -> row.image() < first + withFinding).count();
        int density = 0;
        for (Row row : rows) {
            boolean box = row.image() < first + withFinding;
            while (!box && left[density] == 0) {
                density++;
            }
            append(name, row, box, box ? 2 : density);
            if (!box) {
                left[density]--;
            }
        }
        image += images;
    }

    private void append(String split, Row row, boolean box, int density) {
        text.append("study").append(row.image() / 4).append(",series,image").append(row.image());
        text.append(row.image() % 4 < 2 ? ",L," : ",R,").append(row.image() % 2 == 0 ? "CC" : "MLO");
        text.append(",DENSITY ").append("ABCD".charAt(density)).append(",\"['");
        text.append(String.join("', '", row.findings())).append("']\",");
        text.append(box ? "100.5,200,300,400.25," : ",,,,").append(split).append('\n');
    }
}
