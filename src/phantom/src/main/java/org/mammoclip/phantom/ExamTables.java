package org.mammoclip.phantom;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.mammoclip.mammoclip.evaluate.table.VinDrTable;
import org.mammoclip.mammogram.prepare.PixelBox;
import org.mammoclip.mammogram.prepare.PreparedMammogram;

/** The rows of one exam in the tables: images with reports, and findings with boxes as VinDr-Mammo has them. */
final class ExamTables {
    static final String IMAGE_TEXT_HEADER = "patient_id,GENDER,AGE,BIRADS_CATEGORY,BIRADS_numeric,HISTORY,FINDINGS,"
            + "IMPRESSION,ASSESMENT,RECOMENDATION,CONCLUSION,image_id,fold,view,laterality,img_size_row,img_size_column\n";

    private static final String NO_FINDING = "No Finding";

    private static final List<String> LABELS =
            Stream.concat(VinDrTable.FINDINGS.stream(), Stream.of(NO_FINDING)).toList();

    static final String VINDR_HEADER = "patient_id,series_id,image_id,laterality,view,height,width,breast_birads,"
            + "breast_density,finding_categories,finding_birads,xmin,ymin,xmax,ymax,split,resized_xmin,resized_ymin,"
            + "resized_xmax,resized_ymax,fold," + String.join(",", LABELS).replace(' ', '_') + ",density\n";

    private final PhantomExam exam;
    private final PhantomReport report;
    private final String patient;
    private final StringBuilder imageText = new StringBuilder();
    private final StringBuilder vindr = new StringBuilder();

    ExamTables(PhantomExam exam, PhantomReport report, String patient) {
        this.exam = exam;
        this.report = report;
        this.patient = patient;
    }

    void add(PhantomImage image, PreparedMammogram prepared, String seriesId) {
        add(image, imageId(patient, image.view()), prepared, 0, 0, seriesId);
    }

    /**
     * A window of a prepared image.
     *
     * @param top row of its upper edge
     * @param leftEdge column of its left edge
     */
    void add(PhantomImage image, String imageId, PreparedMammogram prepared, int top, int leftEdge, String seriesId) {
        addImageText(image, imageId);
        Breast breast = exam.breast(image.view().isLeft());
        List<Lesion> seen = breast.lesions().stream()
                .filter(lesion -> lesion.views().contains(image.view()))
                .toList();
        if (seen.isEmpty()) {
            addFinding(image, imageId, seriesId, NO_FINDING, "", List.of("", "", "", ""), List.of("", "", "", ""));
        }
        for (Lesion lesion : seen) {
            List<Object> source = List.of("", "", "", "");
            List<Object> resized = source;
            for (PhantomImage.TruthBox box : image.boxes()) {
                if (box.kind() == lesion.kind()) {
                    PixelBox moved =
                            prepared.fromSource(new PixelBox(box.left(), box.top(), box.right(), box.bottom()));
                    source = List.of(box.left(), box.top(), box.right(), box.bottom());
                    resized = List.of(
                            moved.left() - leftEdge, moved.top() - top, moved.right() - leftEdge, moved.bottom() - top);
                }
            }
            addFinding(image, imageId, seriesId, lesion.kind().label(), "BI-RADS " + birads(lesion), source, resized);
        }
    }

    String imageText() {
        return imageText.toString();
    }

    String vindr() {
        return vindr.toString();
    }

    private void addImageText(PhantomImage image, String imageId) {
        boolean left = image.view().isLeft();
        imageText.append(CsvLine.of(
                patient,
                "FEMALE",
                exam.age(),
                "BIRADS " + report.birads(),
                report.birads(),
                report.history(),
                report.findings(left),
                report.impression(left),
                "",
                "",
                "",
                imageId,
                exam.index() % 4,
                image.view().position(),
                image.view().laterality(),
                image.size().rows(),
                image.size().columns()));
    }

    private void addFinding(
            PhantomImage image,
            String imageId,
            String seriesId,
            String label,
            String birads,
            List<? extends Object> source,
            List<? extends Object> resized) {
        Breast breast = exam.breast(image.view().isLeft());
        int worst = breast.lesions().stream()
                .mapToInt(ExamTables::birads)
                .max()
                .orElse(exam.left().implant() ? 2 : 1);
        boolean test = exam.index() % 5 == 4;
        List<Object> cells = new ArrayList<>(List.of(
                patient,
                seriesId,
                imageId,
                image.view().laterality(),
                image.view().position(),
                image.size().rows(),
                image.size().columns(),
                "BI-RADS " + worst,
                "DENSITY " + exam.density(),
                "['" + label + "']",
                birads));
        cells.addAll(source);
        cells.add(test ? "test" : "training");
        cells.addAll(resized);
        cells.add(test ? 0 : 1);
        for (String column : LABELS) {
            cells.add(column.equals(label) ? 1 : 0);
        }
        cells.add(exam.density().ordinal());
        vindr.append(CsvLine.of(cells.toArray()));
    }

    /** Unique in the corpus. */
    static String imageId(String patient, PhantomView view) {
        return patient + "_" + view.name().toLowerCase(Locale.ROOT) + ".png";
    }

    /** Unique in the corpus. */
    static String closeUpId(String patient, PhantomView view, int number) {
        return imageId(patient, view).replace(".png", "_" + number + ".png");
    }

    /** How suspicious a reader would call it, 3 to 5. */
    private static int birads(Lesion lesion) {
        if (lesion.margin().filter(margin -> margin == MassMargin.SPICULATED).isPresent()
                || lesion.form()
                        .filter(form -> form == CalcificationForm.FINE_LINEAR)
                        .isPresent()) {
            return 5;
        }
        return lesion.kind() == LesionKind.ASYMMETRY
                        || lesion.margin()
                                .filter(margin -> margin == MassMargin.CIRCUMSCRIBED)
                                .isPresent()
                ? 3
                : 4;
    }
}
