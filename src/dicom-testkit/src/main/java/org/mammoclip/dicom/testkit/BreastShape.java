package org.mammoclip.dicom.testkit;

import java.util.SplittableRandom;
import org.mammoclip.dicom.pixel.ImageSize;

/**
 * The outline of one breast in one view. Coordinates are pixels: {@code depth} counts from the chest wall, rows from the
 * top, whatever the side; {@link #column} maps depth to the stored column.
 *
 * @param size of the image
 * @param left whether it is a left breast, chest wall at the left edge
 * @param reach depth of the nipple
 * @param nippleRow the row of the nipple
 * @param above extent of the outline above the nipple row at depth 0
 * @param below extent below
 * @param pectoralDepth depth of the pectoral muscle in the top row, 0 for none
 * @param pectoralRow row in which the muscle leaves the image
 */
record BreastShape(
        ImageSize size,
        boolean left,
        double reach,
        double nippleRow,
        double above,
        double below,
        double pectoralDepth,
        double pectoralRow) {

    static BreastShape of(SyntheticView view, ImageSize size, SplittableRandom random) {
        double rows = size.rows();
        double columns = size.columns();
        double reach = columns * random.nextDouble(0.62, 0.78);
        if (!view.showsPectoralMuscle()) {
            return new BreastShape(
                    size,
                    view.isLeft(),
                    reach,
                    rows * random.nextDouble(0.47, 0.53),
                    rows * random.nextDouble(0.34, 0.40),
                    rows * random.nextDouble(0.34, 0.40),
                    0,
                    0);
        }
        return new BreastShape(
                size,
                view.isLeft(),
                reach,
                rows * random.nextDouble(0.56, 0.62),
                rows * random.nextDouble(0.66, 0.80),
                rows * random.nextDouble(0.29, 0.33),
                columns * random.nextDouble(0.34, 0.46),
                rows * random.nextDouble(0.44, 0.58));
    }

    /** The row's distance from the nipple row as a share of the outline's extent on that side. */
    double heightShare(double row) {
        double offset = row - nippleRow;
        return offset / (offset < 0 ? above : below);
    }

    /** How many columns of the row belong to the breast, nipple included. */
    int extent(int row) {
        double share = heightShare(row + 0.5);
        if (share * share >= 1) {
            return 0;
        }
        double nipple = (row + 0.5 - nippleRow) / (0.018 * size.rows());
        double bump = 0.035 * size.columns() / (1 + nipple * nipple * nipple * nipple);
        return (int) Math.min(size.columns(), reach * Math.sqrt(1 - share * share) + bump);
    }

    /** How many columns of the row the pectoral muscle covers. */
    double pectoralExtent(int row) {
        return pectoralDepth == 0 ? 0 : Math.max(0, pectoralDepth * (1 - (row + 0.5) / pectoralRow));
    }

    /** The stored column of a depth; both count edges, so 0 is the outer edge of the chest wall pixel. */
    double column(double depth) {
        return left ? depth : size.columns() - depth;
    }
}
