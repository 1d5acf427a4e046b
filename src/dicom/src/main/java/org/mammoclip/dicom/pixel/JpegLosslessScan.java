package org.mammoclip.dicom.pixel;

/** The one scan of a lossless JPEG frame with one component (T.81 annex H). */
final class JpegLosslessScan {
    private final ImageSize size;
    private final int pointTransform;
    private final int start;
    private final int predictor;
    private final int restartRows;

    /** @param restartInterval in pixels; 0 for none, else a whole number of rows (T.81 H.1.1) */
    JpegLosslessScan(ImageSize size, int precision, int predictor, int pointTransform, int restartInterval)
            throws UndecodablePixelsException {
        if (predictor < 1 || predictor > 7) {
            throw JpegMarkers.corrupt("lossless predictor " + predictor);
        }
        if (pointTransform >= precision) {
            throw JpegMarkers.corrupt("point transform " + pointTransform + " of " + precision + " bits");
        }
        if (restartInterval % size.columns() != 0) {
            throw JpegMarkers.corrupt("restart interval is no whole number of rows");
        }
        this.size = size;
        this.predictor = predictor;
        this.pointTransform = pointTransform;
        this.start = 1 << (precision - pointTransform - 1);
        this.restartRows = restartInterval / size.columns();
    }

    short[] decode(JpegHuffmanReader reader, JpegHuffmanReader.Table table) throws UndecodablePixelsException {
        short[] cells = new short[size.pixels()];
        int columns = size.columns();
        for (int row = 0; row < size.rows(); row++) {
            boolean first = row == 0;
            if (restartRows > 0 && row > 0 && row % restartRows == 0) {
                reader.restart((row / restartRows - 1) & 7);
                first = true;
            }
            int at = row * columns;
            int left = (first ? start : cells[at - columns] & 0xFFFF) + difference(reader, table);
            cells[at] = (short) left;
            if (first || predictor == 1) {
                for (int i = at + 1; i < at + columns; i++) {
                    left += difference(reader, table);
                    cells[i] = (short) left;
                }
            } else {
                decodeRow(reader, table, cells, at);
            }
        }
        if (pointTransform > 0) {
            for (int i = 0; i < cells.length; i++) {
                cells[i] = (short) (cells[i] << pointTransform);
            }
        }
        return cells;
    }

    private void decodeRow(JpegHuffmanReader reader, JpegHuffmanReader.Table table, short[] cells, int rowStart)
            throws UndecodablePixelsException {
        int columns = size.columns();
        int left = cells[rowStart] & 0xFFFF;
        int aboveLeft = cells[rowStart - columns] & 0xFFFF;
        for (int i = rowStart + 1; i < rowStart + columns; i++) {
            int above = cells[i - columns] & 0xFFFF;
            int predicted = switch (predictor) {
                case 2 -> above;
                case 3 -> aboveLeft;
                case 4 -> left + above - aboveLeft;
                case 5 -> left + ((above - aboveLeft) >> 1);
                case 6 -> above + ((left - aboveLeft) >> 1);
                case 7 -> (left + above) >> 1;
                default -> left;
            };
            left = (predicted + difference(reader, table)) & 0xFFFF;
            cells[i] = (short) left;
            aboveLeft = above;
        }
    }

    /** T.81 H.1.2.2; categories 0 to 16, differences are modulo 65536. */
    private static int difference(JpegHuffmanReader reader, JpegHuffmanReader.Table table)
            throws UndecodablePixelsException {
        int category = reader.symbol(table);
        if (category >= 16) {
            if (category > 16) {
                throw JpegMarkers.corrupt("difference category " + category);
            }
            return 32768;
        }
        return reader.extended(category);
    }
}
