package org.mammoclip.mammogram;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.file.Part10File;
import org.mammoclip.dicom.file.Part10Reader;
import org.mammoclip.dicom.file.ReadLimits;

/** The synthetic example objects among the test resources. */
public final class Examples {
    private Examples() {}

    public static Path path(String name) {
        try {
            return Path.of(Examples.class.getResource("/examples/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public static Part10File read(String name) throws IOException {
        return Part10Reader.read(path(name), ReadLimits.DEFAULT);
    }

    public static InstanceHeader header(String name) throws IOException {
        DataSet dataSet =
                Part10Reader.readHeader(path(name), ReadLimits.DEFAULT).dataSet();
        return InstanceHeader.of(dataSet).orElseThrow();
    }

    /** The four-view example study as selection gives it. */
    public static ScreeningStudy study() throws IOException {
        List<Mammogram> mammograms = new ArrayList<>();
        for (Slot slot : Slot.ALL) {
            mammograms.add(new Mammogram(header("study/" + slot + ".dcm"), slot, false));
        }
        return new ScreeningStudy(mammograms.get(0).source().studyInstanceUid(), mammograms, List.of());
    }
}
