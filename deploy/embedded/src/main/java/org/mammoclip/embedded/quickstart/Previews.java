package org.mammoclip.embedded.quickstart;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.file.Part10Reader;
import org.mammoclip.dicom.file.ReadLimits;
import org.mammoclip.dicom.file.SopClass;
import org.mammoclip.dicom.testkit.InMemoryPacs;
import org.mammoclip.dicom.testkit.StoredInstance;

/** Decodes the Secondary Captures that the PACS received (PS3.3 A.8.1: 8 bit RGB, native) to PNG, to look at. */
final class Previews {
    /** Medio-lateral oblique, SNOMED CT. */
    private static final String OBLIQUE = "399368009";

    private Previews() {}

    /**
     * @param runs all of the table
     * @return the files, as in {@code study-1-R-MLO.png}; a further one of the same view has its number in the order of arrival
     */
    static List<Path> write(InMemoryPacs pacs, List<StudyRun> runs, Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        for (StoredInstance instance : pacs.received()) {
            if (instance.sopClassUid().equals(SopClass.SECONDARY_CAPTURE_IMAGE) && instance.arrivals() > 0) {
                byte[] object = pacs.part10(instance.sopInstanceUid()).orElseThrow();
                DataSet dataSet = Part10Reader.read(new ByteArrayInputStream(object), ReadLimits.DEFAULT)
                        .dataSet();
                String name = name(runs, instance.studyInstanceUid(), dataSet);
                Path file = directory.resolve(name + ".png");
                if (files.contains(file)) {
                    file = directory.resolve(name + "-" + (files.size() + 1) + ".png");
                }
                ImageIO.write(decode(dataSet), "png", file.toFile());
                files.add(file);
            }
        }
        return files;
    }

    private static String name(List<StudyRun> runs, Uid study, DataSet dataSet) {
        int number = 1 + runs.stream().map(StudyRun::uid).toList().indexOf(study);
        String code = dataSet.item(Tag.ViewCodeSequence)
                .flatMap(view -> view.string(Tag.CodeValue))
                .orElse("");
        String view = code.equals(OBLIQUE) ? "MLO" : "CC";
        return "study-" + number + "-" + dataSet.string(Tag.ImageLaterality).orElse("") + "-" + view;
    }

    private static BufferedImage decode(DataSet dataSet) throws IOException {
        int rows = dataSet.integer(Tag.Rows).orElse(0);
        int columns = dataSet.integer(Tag.Columns).orElse(0);
        byte[] pixels = dataSet.bytes(Tag.PixelData).orElse(new byte[0]);
        boolean rgb = dataSet.integer(Tag.SamplesPerPixel).orElse(0) == 3
                && dataSet.integer(Tag.BitsAllocated).orElse(0) == 8
                && dataSet.integer(Tag.PlanarConfiguration).orElse(0) == 0;
        if (!rgb || rows < 1 || columns < 1 || pixels.length < 3L * rows * columns) {
            throw new IOException("a Secondary Capture is not native 8 bit RGB by pixel");
        }
        BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
        for (int row = 0, at = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++, at += 3) {
                image.setRGB(
                        column,
                        row,
                        (pixels[at] & 0xFF) << 16 | (pixels[at + 1] & 0xFF) << 8 | (pixels[at + 2] & 0xFF));
            }
        }
        return image;
    }
}
