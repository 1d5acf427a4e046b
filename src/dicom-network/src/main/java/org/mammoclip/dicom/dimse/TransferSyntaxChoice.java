package org.mammoclip.dicom.dimse;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.mammoclip.dicom.Uid;
import org.mammoclip.dicom.file.TransferSyntax;

/**
 * Which transfer syntax of a proposed presentation context a listener accepts (PS3.8 7.1.1.13), the same for every
 * {@link DimseProvider}: of those that it takes the sender's first compressed one, because that is how the object is
 * stored there and a conversion would cost time and might lose pixels; else Explicit VR Little Endian, else the sender's
 * first.
 */
public final class TransferSyntaxChoice {
    private TransferSyntaxChoice() {}

    /**
     * @param proposed as on the wire, in the sender's order
     * @param accepted what the listener takes for the SOP class
     */
    public static Optional<String> choose(List<String> proposed, Collection<String> accepted) {
        return proposed.stream()
                .filter(accepted::contains)
                .min(Comparator.comparingInt(TransferSyntaxChoice::preference));
    }

    /** The smaller the better; equal ones stay in the sender's order. */
    private static int preference(String transferSyntax) {
        if (transferSyntax.equals(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid().value())) {
            return 1;
        }
        boolean compressed = Uid.isValid(transferSyntax)
                && TransferSyntax.of(Uid.of(transferSyntax))
                        .map(TransferSyntax::isEncapsulated)
                        .orElse(true);
        return compressed ? 0 : 2;
    }
}
