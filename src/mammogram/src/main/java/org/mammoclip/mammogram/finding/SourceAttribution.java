package org.mammoclip.mammogram.finding;

import java.util.List;
import org.mammoclip.mammogram.AffineTransform2D;
import org.mammoclip.mammogram.InstanceReference;
import org.mammoclip.mammogram.prepare.PixelBox;

/**
 * Where in a source image the score of a finding comes from.
 *
 * @param source the image
 * @param finding what was scored
 * @param grid the attribution map
 * @param gridToSource maps a point of the grid (in cells) to source pixels
 * @param sourceRows rows of the source image
 * @param sourceColumns columns of the source image
 * @param method how the map was computed, in a few words
 * @param sentence the report sentence that the map answers, without patient data, at most {@value #MAX_SENTENCE}
 *     characters; empty where the map is about the finding itself
 */
public record SourceAttribution(
        InstanceReference source,
        Finding finding,
        AttributionGrid grid,
        AffineTransform2D gridToSource,
        int sourceRows,
        int sourceColumns,
        String method,
        String sentence) {
    private static final int MAX_METHOD = 64;
    /** Most characters of a sentence. */
    public static final int MAX_SENTENCE = 200;

    /** @throws IllegalArgumentException if the source is empty, or method or sentence are out of bounds */
    public SourceAttribution {
        if (sourceRows < 1 || sourceColumns < 1) {
            throw new IllegalArgumentException("a source image has pixels");
        }
        if (method.isBlank() || method.length() > MAX_METHOD) {
            throw new IllegalArgumentException("the method has 1 to " + MAX_METHOD + " characters");
        }
        if (sentence.length() > MAX_SENTENCE || sentence.chars().anyMatch(c -> c < ' ' || c == '\\')) {
            throw new IllegalArgumentException(
                    "a sentence has at most " + MAX_SENTENCE + " characters without backslash or control characters");
        }
    }

    /** A map about the finding itself. */
    public SourceAttribution(
            InstanceReference source,
            Finding finding,
            AttributionGrid grid,
            AffineTransform2D gridToSource,
            int sourceRows,
            int sourceColumns,
            String method) {
        this(source, finding, grid, gridToSource, sourceRows, sourceColumns, method, "");
    }

    /**
     * The map from a grid that evenly covers the model's input to source pixels, as maps are laid over images in the
     * published work. With the encoder's fixed padding at 1520 x 912, the middle of what a cell of the 48 x 29 grid sees
     * lies up to 8.3 (B5) or 12.3 (B2) pixels of the model input off the middle of its place: less than 0.4 of a cell.
     *
     * @param modelRows rows of the model input
     * @param modelColumns columns of the model input
     * @param modelToSource maps points of the model input to source pixels
     */
    public static AffineTransform2D overModelInput(
            AttributionGrid grid, int modelRows, int modelColumns, AffineTransform2D modelToSource) {
        return AffineTransform2D.scale((double) modelColumns / grid.columns(), (double) modelRows / grid.rows())
                .then(modelToSource);
    }

    /** The places of highest attribution inside the image, strongest first; none where the map is flat. */
    public List<SourceBox> boxes(int limit) {
        PixelBox image = new PixelBox(0, 0, sourceColumns, sourceRows);
        return HotRegions.of(grid).stream()
                .map(region -> new Hot(region.cells().mappedBy(gridToSource).clippedTo(image), region.peak()))
                .filter(hot -> !hot.rectangle().isEmpty())
                .limit(limit)
                .map(hot -> new SourceBox(finding, hot.rectangle(), hot.peak(), BoxOrigin.ATTRIBUTION))
                .toList();
    }

    private record Hot(PixelBox rectangle, double peak) {}
}
