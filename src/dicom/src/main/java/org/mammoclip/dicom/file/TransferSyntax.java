package org.mammoclip.dicom.file;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.mammoclip.dicom.Uid;

/** The transfer syntaxes this product can read the structure of (PS3.5 annex A, PS3.6 annex A). */
public enum TransferSyntax {
    IMPLICIT_VR_LITTLE_ENDIAN("1.2.840.10008.1.2", "Implicit VR Little Endian", Form.IMPLICIT),
    EXPLICIT_VR_LITTLE_ENDIAN("1.2.840.10008.1.2.1", "Explicit VR Little Endian", Form.EXPLICIT),
    DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN("1.2.840.10008.1.2.1.99", "Deflated Explicit VR Little Endian", Form.DEFLATED),
    /** Retired; read, and written only when a caller asks for it. */
    EXPLICIT_VR_BIG_ENDIAN("1.2.840.10008.1.2.2", "Explicit VR Big Endian", Form.BIG_ENDIAN),
    JPEG_BASELINE_8BIT("1.2.840.10008.1.2.4.50", "JPEG Baseline (Process 1)", Form.ENCAPSULATED),
    JPEG_EXTENDED_12BIT("1.2.840.10008.1.2.4.51", "JPEG Extended (Process 2 and 4)", Form.ENCAPSULATED),
    JPEG_LOSSLESS("1.2.840.10008.1.2.4.57", "JPEG Lossless, Non-Hierarchical (Process 14)", Form.ENCAPSULATED),
    JPEG_LOSSLESS_SV1(
            "1.2.840.10008.1.2.4.70",
            "JPEG Lossless, Non-Hierarchical, First-Order Prediction (Process 14, Selection Value 1)",
            Form.ENCAPSULATED),
    JPEG_LS_LOSSLESS("1.2.840.10008.1.2.4.80", "JPEG-LS Lossless Image Compression", Form.ENCAPSULATED),
    JPEG_LS_NEAR_LOSSLESS(
            "1.2.840.10008.1.2.4.81", "JPEG-LS Lossy (Near-Lossless) Image Compression", Form.ENCAPSULATED),
    JPEG_2000_LOSSLESS("1.2.840.10008.1.2.4.90", "JPEG 2000 Image Compression (Lossless Only)", Form.ENCAPSULATED),
    JPEG_2000("1.2.840.10008.1.2.4.91", "JPEG 2000 Image Compression", Form.ENCAPSULATED),
    HTJ2K_LOSSLESS(
            "1.2.840.10008.1.2.4.201",
            "High-Throughput JPEG 2000 Image Compression (Lossless Only)",
            Form.ENCAPSULATED),
    HTJ2K_LOSSLESS_RPCL(
            "1.2.840.10008.1.2.4.202",
            "High-Throughput JPEG 2000 with RPCL Options Image Compression (Lossless Only)",
            Form.ENCAPSULATED),
    HTJ2K("1.2.840.10008.1.2.4.203", "High-Throughput JPEG 2000 Image Compression", Form.ENCAPSULATED),
    RLE_LOSSLESS("1.2.840.10008.1.2.5", "RLE Lossless", Form.ENCAPSULATED);

    private enum Form {
        IMPLICIT,
        EXPLICIT,
        DEFLATED,
        BIG_ENDIAN,
        ENCAPSULATED
    }

    private static final Map<Uid, TransferSyntax> BY_UID =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(TransferSyntax::uid, Function.identity()));

    private final Uid uid;
    private final String title;
    private final Form form;

    TransferSyntax(String uid, String title, Form form) {
        this.uid = Uid.of(uid);
        this.title = title;
        this.form = form;
    }

    /** The syntax with this UID; empty for private syntaxes, video and anything else not listed here. */
    public static Optional<TransferSyntax> of(Uid uid) {
        return Optional.ofNullable(BY_UID.get(uid));
    }

    public Uid uid() {
        return uid;
    }

    /** The name in PS3.6 table A-1. */
    public String title() {
        return title;
    }

    /** Whether Pixel Data is a sequence of compressed fragments (PS3.5 A.4). */
    public boolean isEncapsulated() {
        return form == Form.ENCAPSULATED;
    }

    public boolean isExplicitVr() {
        return form != Form.IMPLICIT;
    }

    public boolean isBigEndian() {
        return form == Form.BIG_ENDIAN;
    }

    /** Whether the whole data set is one raw deflate stream (PS3.5 A.5). */
    public boolean isDeflated() {
        return form == Form.DEFLATED;
    }
}
