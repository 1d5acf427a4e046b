package org.mammoclip.dicom.pixel;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.file.Part10File;
import org.mammoclip.dicom.file.Part10Reader;
import org.mammoclip.dicom.file.ReadLimits;

/** The synthetic example objects of the project, and small images made in memory. */
final class Examples {
    private Examples() {}

    static Part10File read(String name) throws IOException {
        URL resource = Examples.class.getResource("/examples/" + name + ".dcm");
        if (resource == null) {
            throw new IllegalStateException("no example " + name);
        }
        try {
            return Part10Reader.read(Path.of(resource.toURI()), ReadLimits.DEFAULT);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static StoredPixels decode(String name) throws IOException {
        Part10File file = read(name);
        return FrameDecoder.decode(file.dataSet(), file.transferSyntax());
    }

    /** The joined fragments of an encapsulated example. */
    static byte[] codestream(String name) throws IOException {
        return BulkBytes.joinedFragments(
                read(name).dataSet().element(Tag.PixelData).orElseThrow(), Integer.MAX_VALUE / 2);
    }

    /** The Image Pixel attributes of an unsigned monochrome image without Pixel Data. */
    static DataSet.Builder image(int rows, int columns, int allocated, int stored) {
        return DataSet.builder()
                .integers(Tag.SamplesPerPixel, 1)
                .text(Tag.PhotometricInterpretation, "MONOCHROME2")
                .integers(Tag.Rows, rows)
                .integers(Tag.Columns, columns)
                .integers(Tag.BitsAllocated, allocated)
                .integers(Tag.BitsStored, stored)
                .integers(Tag.HighBit, stored - 1)
                .integers(Tag.PixelRepresentation, 0);
    }
}
