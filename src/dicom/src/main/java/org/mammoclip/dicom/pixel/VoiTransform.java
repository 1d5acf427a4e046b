package org.mammoclip.dicom.pixel;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.pixel.UndecodablePixelsException.Reason;

/**
 * How an image wants to be shown: stored value, modality LUT, VOI, inversion for MONOCHROME1, grey level (PS3.4 N.2).
 * Immutable, thread-safe. Presentation LUT Shape is not consulted: mammography IODs tie it to the photometric
 * interpretation, so both would invert twice.
 */
public final class VoiTransform {
    /** The alternative that is taken when an image offers several. */
    public static final List<String> DEFAULT_PREFERENCE = List.of("NORMAL");

    private final ModalityLut modality;
    private final Voi voi;
    private final boolean inverted;
    private final @Nullable PixelPadding padding;

    private VoiTransform(ModalityLut modality, Voi voi, boolean inverted, @Nullable PixelPadding padding) {
        this.modality = modality;
        this.voi = voi;
        this.inverted = inverted;
        this.padding = padding;
    }

    /** As {@link #of(DataSet, List)} with {@link #DEFAULT_PREFERENCE}. */
    public static VoiTransform of(DataSet image) throws UndecodablePixelsException {
        return of(image, DEFAULT_PREFERENCE);
    }

    /**
     * Reads the transform of an image.
     *
     * <p>An image for presentation without any VOI is shown over the whole range of its stored bits (an identity VOI). A
     * For Processing image without one is refused, because its values need a processing that only the vendor knows.
     *
     * @param preferredExplanations LUT or window explanations, best first; the image's first alternative if none occurs
     * @throws UndecodablePixelsException {@code INVALID_GREY_TRANSFORM} or {@code NO_VOI}
     */
    public static VoiTransform of(DataSet image, List<String> preferredExplanations) throws UndecodablePixelsException {
        ModalityLut modality = ModalityLut.of(image);
        Optional<Voi> selected = Voi.select(image, preferredExplanations);
        if (selected.isEmpty()
                && image.string(Tag.PresentationIntentType).orElse("").equals("FOR PROCESSING")) {
            throw new UndecodablePixelsException(Reason.NO_VOI, "a For Processing image without window or VOI LUT");
        }
        Voi voi = selected.isPresent() ? selected.get() : fullRange(image, modality);
        boolean inverted =
                image.string(Tag.PhotometricInterpretation).orElse("").equals("MONOCHROME1");
        return new VoiTransform(modality, voi, inverted, PixelPadding.of(image).orElse(null));
    }

    private static Voi fullRange(DataSet image, ModalityLut modality) throws UndecodablePixelsException {
        PixelFormat format = PixelFormat.of(image);
        int bits = Math.min(format.bitsStored(), 16);
        double low = format.signed() ? -Math.scalb(1.0, bits - 1) : 0;
        double one = modality.apply(low);
        double other = modality.apply(low + Math.scalb(1.0, bits) - 1);
        return new Voi.LinearExact((one + other) / 2, Math.max(Math.abs(other - one), 1));
    }

    /**
     * A plain stretch from the smallest to the largest value that is no padding, for showing an image whose own VOI is
     * missing or broken. Not what its maker wanted to be seen, so nobody should read the image this way.
     *
     * @throws UndecodablePixelsException {@code INVALID_GREY_TRANSFORM} if the modality LUT is broken
     */
    public static VoiTransform overValuesOf(DataSet image, StoredPixels pixels) throws UndecodablePixelsException {
        ModalityLut modality = ModalityLut.of(image);
        PixelPadding padding = PixelPadding.of(image).orElse(null);
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < pixels.size().pixels(); i++) {
            int stored = pixels.value(i);
            if (padding == null || !padding.contains(stored)) {
                double value = modality.apply(stored);
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
        }
        boolean inverted =
                image.string(Tag.PhotometricInterpretation).orElse("").equals("MONOCHROME1");
        Voi stretch = most > least ? new Voi.LinearExact((least + most) / 2, most - least) : new Voi.LinearExact(0, 1);
        return new VoiTransform(modality, stretch, inverted, padding);
    }

    /** Grey level 0 (black) to 255 (white) of a stored value, not rounded; padding is not looked at. */
    public double apply(double stored) {
        double grey = voi.apply(modality.apply(stored));
        return inverted ? Voi.WHITE - grey : grey;
    }

    /** Grey level 0 to 255 of a stored value, rounded to the nearest; padding is black. */
    public int grey(int stored) {
        return padding != null && padding.contains(stored) ? 0 : (int) Math.floor(apply(stored) + 0.5);
    }

    /**
     * Renders a frame.
     *
     * @return rows x columns, row-major, grey levels 0 (black) to 255 (white) rounded to the nearest; padding is black
     */
    public byte[] render8(StoredPixels pixels) {
        int lowest = pixels.lowest();
        byte[] greys = new byte[pixels.highest() - lowest + 1];
        for (int i = 0; i < greys.length; i++) {
            greys[i] = (byte) grey(lowest + i);
        }
        byte[] rendered = new byte[pixels.size().pixels()];
        for (int i = 0; i < rendered.length; i++) {
            rendered[i] = greys[pixels.value(i) - lowest];
        }
        return rendered;
    }
}
