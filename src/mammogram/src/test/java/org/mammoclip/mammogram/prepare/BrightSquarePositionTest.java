package org.mammoclip.mammogram.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Vr;
import org.mammoclip.dicom.pixel.ImageSize;
import org.mammoclip.dicom.pixel.StoredPixels;
import org.mammoclip.dicom.sr.ContentItem;
import org.mammoclip.dicom.sr.ContentTree;
import org.mammoclip.dicom.sr.GraphicPoint;
import org.mammoclip.dicom.sr.GraphicType;
import org.mammoclip.mammogram.AffineTransform2D;
import org.mammoclip.mammogram.Exams;
import org.mammoclip.mammogram.Laterality;
import org.mammoclip.mammogram.Mammogram;
import org.mammoclip.mammogram.PixelPoint;
import org.mammoclip.mammogram.Slot;
import org.mammoclip.mammogram.View;
import org.mammoclip.mammogram.finding.AttributionGrid;
import org.mammoclip.mammogram.finding.BoxOrigin;
import org.mammoclip.mammogram.finding.DecisionRules;
import org.mammoclip.mammogram.finding.Finding;
import org.mammoclip.mammogram.finding.SourceAttribution;
import org.mammoclip.mammogram.finding.SourceBox;
import org.mammoclip.mammogram.overlay.AttributionOverlay;
import org.mammoclip.mammogram.overlay.Background;
import org.mammoclip.mammogram.report.ImageOutcome;
import org.mammoclip.mammogram.report.MammographyCadSr;
import org.mammoclip.mammogram.report.Reports;
import org.mammoclip.mammogram.report.Tid1500Report;
import org.mammoclip.mammogram.report.TriageReport;

/**
 * A bright square at a known place goes all the way: stored pixels, trim, crop, resize, "model", box and map, source
 * pixels, both structured reports and the picture. The model is a ruler: it measures the edges of the square in its input
 * and lays a map over it that is as bright as the input.
 */
class BrightSquarePositionTest {
    /** An image with a square; edges in stored pixels. */
    private record Scene(Slot slot, boolean mirrored, boolean upsideDown, String photometric, Shape shape) {
        PixelBox square() {
            int left = isBreastLeft() ? shape.squareColumn : shape.size.columns() - shape.squareColumn - shape.side;
            int top = upsideDown ? shape.size.rows() - shape.squareRow - shape.side : shape.squareRow;
            return new PixelBox(left, top, left + shape.side, top + shape.side);
        }

        /** Left breasts hang with the chest wall on the left, unless the pixels are mirrored. */
        boolean isBreastLeft() {
            return (slot.laterality() == Laterality.LEFT) != mirrored;
        }

        String row() {
            return isBreastLeft() ? "A" : "P";
        }

        String column() {
            String hanging = slot.view() == View.MLO ? "F" : slot.laterality() == Laterality.LEFT ? "R" : "L";
            return upsideDown ? opposite(hanging) : hanging;
        }

        private static String opposite(String direction) {
            return switch (direction) {
                case "F" -> "H";
                case "R" -> "L";
                default -> "R";
            };
        }
    }

    /** Sizes, and the place of the square with the breast on the left and the image upright. */
    private enum Shape {
        /** 3.6 source pixels a model pixel across, 3.7 down: areas are averaged. */
        SHRUNK(new ImageSize(703, 549), 1.0, 107, 233, 60, 0.01),
        /** The crop is smaller than the model input on both axes. */
        ENLARGED(new ImageSize(153, 125), 0.9, 23, 66, 20, 0.01),
        /**
         * As the narrowest published crop, 700 x 2578: 0.7 source pixels a model pixel across, 1.7 down. The reference's
         * linear rule then looks at two of 1.7 rows, so it displaces edges downwards and upwards itself.
         */
        ENLARGED_ACROSS(new ImageSize(320, 249), 0.46, 21, 136, 25, 0.5);

        private final ImageSize size;
        private final double width;
        private final int squareColumn;
        private final int squareRow;
        private final int side;
        private final double tolerance;

        Shape(ImageSize size, double width, int squareColumn, int squareRow, int side, double tolerance) {
            this.size = size;
            this.width = width;
            this.squareColumn = squareColumn;
            this.squareRow = squareRow;
            this.side = side;
            this.tolerance = tolerance;
        }

        /** In source pixels: a share of a model pixel, or of a source pixel where that is larger. */
        double bound(double sourcePixelsPerModelPixel) {
            return tolerance * Math.max(1, sourcePixelsPerModelPixel);
        }
    }

    private static final ImageSize MODEL = new ImageSize(152, 91);
    private static final int GRID_ROWS = 48;
    private static final int GRID_COLUMNS = 29;
    private static final int BRIGHT = 4095;
    private static final int AROUND = 1000;

    static Stream<Scene> scenes() {
        List<Scene> scenes = new ArrayList<>();
        for (Slot slot : Slot.ALL) {
            for (boolean mirrored : new boolean[] {false, true}) {
                for (boolean upsideDown : new boolean[] {false, true}) {
                    for (String photometric : List.of("MONOCHROME2", "MONOCHROME1")) {
                        for (Shape shape : Shape.values()) {
                            scenes.add(new Scene(slot, mirrored, upsideDown, photometric, shape));
                        }
                    }
                }
            }
        }
        return scenes.stream();
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void theBoxComesBackWhereTheSquareIs(Scene scene) throws Exception {
        PreparedMammogram prepared = prepare(scene);
        AffineTransform2D map = prepared.toSourcePixels();

        PixelBox found = box(scene, prepared).rectangle();

        PixelBox square = scene.square();
        assertThat(Math.abs(found.left() - square.left())).isLessThan(scene.shape.bound(map.a()));
        assertThat(Math.abs(found.right() - square.right())).isLessThan(scene.shape.bound(map.a()));
        assertThat(Math.abs(found.top() - square.top())).isLessThan(scene.shape.bound(map.e()));
        assertThat(Math.abs(found.bottom() - square.bottom())).isLessThan(scene.shape.bound(map.e()));
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void theMaximumOfTheMapLiesInsideTheSquare(Scene scene) throws Exception {
        PreparedMammogram prepared = prepare(scene);
        SourceAttribution attribution = attribution(scene, prepared);

        PixelPoint maximum = maximum(attribution);
        SourceBox hottest = attribution.boxes(1).get(0);

        assertThat(contains(scene.square(), maximum)).isTrue();
        assertThat(contains(hottest.rectangle(), maximum)).isTrue();
        assertThat(contains(scene.square(), hottest.center())).isTrue();
    }

    /** Half of them, with every side, view, turn and shape, because pictures take their time. */
    static Stream<Scene> pictured() {
        return scenes().filter(scene ->
                (scene.mirrored() != scene.upsideDown()) == scene.photometric().equals("MONOCHROME1"));
    }

    @ParameterizedTest
    @MethodSource("pictured")
    void reportsAndPictureAgreeOnThePlace(Scene scene) throws Exception {
        PreparedMammogram prepared = prepare(scene);
        PixelBox rectangle = box(scene, prepared).rectangle();
        TriageReport report = report(scene, List.of(), List.of(box(scene, prepared)), 0.9);
        AffineTransform2D map = prepared.toSourcePixels();

        for (DataSet document : List.of(MammographyCadSr.encode(report), Tid1500Report.encode(report))) {
            List<GraphicPoint> corners = polyline(document);
            assertThat(corners).hasSize(5);
            assertThat(corners.get(0)).isEqualTo(corners.get(4));
            assertClose(corners.get(0), new PixelPoint(rectangle.left(), rectangle.top()));
            assertClose(corners.get(2), new PixelPoint(rectangle.right(), rectangle.bottom()));
        }
        assertThat(contains(scene.square(), center(MammographyCadSr.encode(report))))
                .isTrue();

        AttributionOverlay overlay = withoutLines(scene, prepared);
        PixelBox shown = brightSquare(overlay, scene.square());
        PixelPoint topLeft = overlay.toPicture(new PixelPoint(rectangle.left(), rectangle.top()));
        PixelPoint bottomRight = overlay.toPicture(new PixelPoint(rectangle.right(), rectangle.bottom()));
        double across = 0.25 + scene.shape.bound(map.a()) * pictureScale(overlay);
        double down = 0.25 + scene.shape.bound(map.e()) * pictureScale(overlay);
        assertThat(Math.abs(shown.left() - topLeft.column())).isLessThan(across);
        assertThat(Math.abs(shown.right() - bottomRight.column())).isLessThan(across);
        assertThat(Math.abs(shown.top() - topLeft.row())).isLessThan(down);
        assertThat(Math.abs(shown.bottom() - bottomRight.row())).isLessThan(down);
    }

    /** Picture pixels a source pixel. */
    private static double pictureScale(AttributionOverlay overlay) {
        return overlay.toPicture(new PixelPoint(1, 0)).column()
                - overlay.toPicture(new PixelPoint(0, 0)).column();
    }

    /** The picture with a map that is too weak to be seen, so that the square can be measured in it. */
    private static AttributionOverlay withoutLines(Scene scene, PreparedMammogram prepared) throws Exception {
        AttributionGrid nothing = AttributionGrid.of(new float[2][2]);
        SourceAttribution invisible = new SourceAttribution(
                Exams.header(attributes(scene)).reference(),
                Finding.MASS,
                nothing,
                SourceAttribution.overModelInput(nothing, MODEL.rows(), MODEL.columns(), prepared.toSourcePixels()),
                prepared.sourceSize().rows(),
                prepared.sourceSize().columns(),
                "nothing");
        TriageReport report = report(scene, List.of(invisible), List.of(), 0.1);
        return AttributionOverlay.render(
                        report, report.scored().get(0), Background.of(attributes(scene), pixels(scene)), 1024)
                .orElseThrow();
    }

    private static PreparedMammogram prepare(Scene scene) throws Exception {
        PreparedMammogram prepared = MammogramPreparation.reference(MODEL).prepare(attributes(scene), pixels(scene));
        assertThat(prepared.mapsToSource()).isTrue();
        assertThat(prepared.quality().contains(PreparationQuality.ENLARGED)).isEqualTo(scene.shape != Shape.SHRUNK);
        return prepared;
    }

    private static DataSet attributes(Scene scene) {
        return Exams.image(scene.slot, "square").toBuilder()
                .text(Tag.PhotometricInterpretation, scene.photometric)
                .text(Tag.PatientOrientation, scene.row(), scene.column())
                .integers(Tag.PixelRepresentation, Vr.US, 0)
                .integers(Tag.Rows, scene.shape.size.rows())
                .integers(Tag.Columns, scene.shape.size.columns())
                .decimals(Tag.ImagerPixelSpacing, 0.05, 0.2)
                .decimals(Tag.WindowCenter, 2048)
                .decimals(Tag.WindowWidth, 4096)
                .build();
    }

    /** A noisy breast with the square on a plain patch, as bright as the film is dark for MONOCHROME1. */
    private static StoredPixels pixels(Scene scene) {
        ImageSize size = scene.shape.size;
        int breastColumns = (int) (size.columns() * scene.shape.width);
        short[] breast = Golden.breast(size.rows(), breastColumns, true, 11);
        short[] values = new short[size.pixels()];
        PixelBox square = scene.square();
        for (int row = 0; row < size.rows(); row++) {
            for (int column = 0; column < size.columns(); column++) {
                int upright = scene.upsideDown ? size.rows() - 1 - row : row;
                int fromChest = scene.isBreastLeft() ? column : size.columns() - 1 - column;
                int value = fromChest < breastColumns ? breast[upright * breastColumns + fromChest] : 0;
                if (isWithin(square, row, column, 10)) {
                    value = isWithin(square, row, column, 0) ? BRIGHT : AROUND;
                }
                values[row * size.columns() + column] =
                        (short) (scene.photometric.equals("MONOCHROME1") ? 4095 - value : value);
            }
        }
        return new StoredPixels(size, 12, false, values);
    }

    private static boolean isWithin(PixelBox square, int row, int column, int margin) {
        return row >= square.top() - margin
                && row < square.bottom() + margin
                && column >= square.left() - margin
                && column < square.right() + margin;
    }

    /** Edges of the square in the model input, by how much of each pixel it covers. */
    private static SourceBox box(Scene scene, PreparedMammogram prepared) {
        PixelPoint middle = prepared.toSourcePixels()
                .inverse()
                .apply(
                        (scene.square().left() + scene.square().right()) / 2,
                        (scene.square().top() + scene.square().bottom()) / 2);
        int row = (int) middle.row();
        int column = (int) middle.column();
        double peak = prepared.value(row, column);
        double ground = AROUND * 255 / BRIGHT;
        PixelBox measured = new PixelBox(
                column - run(prepared, row, column, 0, -1, ground, peak),
                row - run(prepared, row, column, -1, 0, ground, peak),
                column + run(prepared, row, column - 1, 0, 1, ground, peak),
                row + run(prepared, row - 1, column, 1, 0, ground, peak));
        return SourceBox.of(Finding.MASS, prepared, measured, 0.9, BoxOrigin.DETECTOR)
                .orElseThrow();
    }

    /** How far the square reaches from a pixel on, in one direction. */
    private static double run(
            PreparedMammogram image, int row, int column, int down, int across, double ground, double peak) {
        double length = 0;
        double covered = 1;
        for (int i = 1; covered > 0.02; i++) {
            covered = (image.value(row + i * down, column + i * across) - ground) / (peak - ground);
            length += Math.max(covered, 0);
        }
        return length;
    }

    /** As bright as the model input. */
    private static SourceAttribution attribution(Scene scene, PreparedMammogram prepared) {
        float[][] sums = new float[GRID_ROWS][GRID_COLUMNS];
        float[][] counts = new float[GRID_ROWS][GRID_COLUMNS];
        for (int row = 0; row < MODEL.rows(); row++) {
            for (int column = 0; column < MODEL.columns(); column++) {
                int cellRow = row * GRID_ROWS / MODEL.rows();
                int cellColumn = column * GRID_COLUMNS / MODEL.columns();
                sums[cellRow][cellColumn] += prepared.value(row, column);
                counts[cellRow][cellColumn]++;
            }
        }
        for (int row = 0; row < GRID_ROWS; row++) {
            for (int column = 0; column < GRID_COLUMNS; column++) {
                float mean = sums[row][column] / counts[row][column] / 255;
                sums[row][column] = mean * mean * mean;
            }
        }
        AttributionGrid grid = AttributionGrid.of(sums);
        return new SourceAttribution(
                Exams.header(attributes(scene)).reference(),
                Finding.MASS,
                grid,
                SourceAttribution.overModelInput(grid, MODEL.rows(), MODEL.columns(), prepared.toSourcePixels()),
                prepared.sourceSize().rows(),
                prepared.sourceSize().columns(),
                "brightness");
    }

    private static PixelPoint maximum(SourceAttribution attribution) {
        PixelPoint best = new PixelPoint(0, 0);
        float highest = -1;
        for (int row = 0; row < GRID_ROWS; row++) {
            for (int column = 0; column < GRID_COLUMNS; column++) {
                if (attribution.grid().value(row, column) > highest) {
                    highest = attribution.grid().value(row, column);
                    best = attribution.gridToSource().apply(column + 0.5, row + 0.5);
                }
            }
        }
        return best;
    }

    private static TriageReport report(Scene scene, List<SourceAttribution> maps, List<SourceBox> boxes, double score) {
        Mammogram mammogram = new Mammogram(Exams.header(attributes(scene)), scene.slot, false);
        ImageOutcome outcome = new ImageOutcome.Scored(mammogram, Map.of(Finding.MASS, score), maps, boxes, Set.of());
        return Reports.report(List.of(outcome), DecisionRules.of(Map.of(Finding.MASS, 0.5)));
    }

    private static Stream<ContentItem> items(ContentItem item) {
        return Stream.concat(Stream.of(item), item.children().stream().flatMap(BrightSquarePositionTest::items));
    }

    private static List<GraphicPoint> points(DataSet document, GraphicType type) {
        return items(ContentTree.decode(document).root())
                .filter(item -> item instanceof ContentItem.Scoord scoord && scoord.graphicType() == type)
                .map(item -> ((ContentItem.Scoord) item).points())
                .reduce((one, other) -> List.of())
                .orElseThrow();
    }

    private static List<GraphicPoint> polyline(DataSet document) {
        return points(document, GraphicType.POLYLINE);
    }

    private static PixelPoint center(DataSet document) {
        GraphicPoint point = points(document, GraphicType.POINT).get(0);
        return new PixelPoint(point.column(), point.row());
    }

    private static void assertClose(GraphicPoint point, PixelPoint expected) {
        assertThat(Math.abs(point.column() - expected.column())).isLessThan(1e-3);
        assertThat(Math.abs(point.row() - expected.row())).isLessThan(1e-3);
    }

    private static boolean contains(PixelBox box, PixelPoint point) {
        return point.column() > box.left()
                && point.column() < box.right()
                && point.row() > box.top()
                && point.row() < box.bottom();
    }

    /** The square as it is seen, by how much of each picture pixel it covers. */
    private static PixelBox brightSquare(AttributionOverlay overlay, PixelBox square) {
        double middleColumn = (square.left() + square.right()) / 2;
        double middleRow = (square.top() + square.bottom()) / 2;
        PixelPoint middle = overlay.toPicture(new PixelPoint(middleColumn, middleRow));
        PixelPoint beside = overlay.toPicture(new PixelPoint(square.left() - 5, middleRow));
        BufferedImage image = overlay.image();
        int ground = image.getRGB((int) beside.column(), (int) beside.row()) & 0xFF;
        int x = (int) middle.column();
        int y = (int) middle.row();
        return new PixelBox(
                x - reach(image, x, y, -1, 0, ground),
                y - reach(image, x, y, 0, -1, ground),
                x + 1 + reach(image, x, y, 1, 0, ground),
                y + 1 + reach(image, x, y, 0, 1, ground));
    }

    private static double reach(BufferedImage image, int x, int y, int across, int down, int ground) {
        double peak = image.getRGB(x, y) & 0xFF;
        double length = 0;
        double covered = 1;
        for (int i = 1; covered > 0.02; i++) {
            covered = ((image.getRGB(x + i * across, y + i * down) & 0xFF) - ground) / (peak - ground);
            length += Math.max(covered, 0);
        }
        return length;
    }
}
