package org.mammoclip.dicom.testkit;

import java.util.List;
import java.util.function.Supplier;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.file.Part10File;

/** One image of a {@link SyntheticExam}. Identity and lesions are known; pixels are computed on request. Thread-safe. */
public final class SyntheticImage {
    private final SyntheticView view;
    private final Uid seriesInstanceUid;
    private final Uid sopInstanceUid;
    private final List<Lesion> lesions;
    private final Supplier<Part10File> renderer;

    SyntheticImage(
            SyntheticView view,
            Uid seriesInstanceUid,
            Uid sopInstanceUid,
            List<Lesion> lesions,
            Supplier<Part10File> renderer) {
        this.view = view;
        this.seriesInstanceUid = seriesInstanceUid;
        this.sopInstanceUid = sopInstanceUid;
        this.lesions = List.copyOf(lesions);
        this.renderer = renderer;
    }

    public SyntheticView view() {
        return view;
    }

    public Uid seriesInstanceUid() {
        return seriesInstanceUid;
    }

    public Uid sopInstanceUid() {
        return sopInstanceUid;
    }

    /** Where the lesions are, in the stored pixel grid. */
    public List<Lesion> lesions() {
        return lesions;
    }

    /** Computes the object; equal each time. Holds rows x columns x 2 bytes; the caller decides how long. */
    public Part10File render() {
        return renderer.get();
    }
}
