package org.mammoclip.dicom.sr;

import java.util.Optional;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;

/**
 * A coded entry (PS3.3 section 8), valid once built. Coding Scheme Version is neither kept nor written.
 *
 * @param value the code; above 16 characters it is encoded as Long Code Value
 * @param scheme Coding Scheme Designator, at most 16 characters
 * @param meaning Code Meaning, at most 64 characters
 */
public record CodedConcept(String value, String scheme, String meaning) {
    private static final int MAX_SHORT = 16;
    private static final int MAX_MEANING = 64;

    /** @throws InvalidContentException if a part is blank or too long */
    public CodedConcept {
        if (value.isBlank() || scheme.isBlank() || meaning.isBlank()) {
            throw new InvalidContentException("a coded entry has code value, scheme and meaning (PS3.3 8.8)");
        }
        if (scheme.length() > MAX_SHORT || meaning.length() > MAX_MEANING) {
            throw new InvalidContentException(
                    "a coding scheme has at most 16, a code meaning 64 characters (PS3.3 8.8)");
        }
    }

    /** Whether both name the same concept: value and scheme; the meaning is for people. */
    public boolean isSameAs(CodedConcept other) {
        return value.equals(other.value) && scheme.equals(other.scheme);
    }

    /** The item of a code sequence. */
    public DataSet encode() {
        return DataSet.builder()
                .text(value.length() > MAX_SHORT ? Tag.LongCodeValue : Tag.CodeValue, value)
                .text(Tag.CodingSchemeDesignator, scheme)
                .text(Tag.CodeMeaning, meaning)
                .build();
    }

    /** @throws InvalidContentException if the item is no valid coded entry */
    public static CodedConcept decode(DataSet item) {
        return new CodedConcept(
                item.string(Tag.CodeValue)
                        .or(() -> item.string(Tag.LongCodeValue))
                        .or(() -> item.string(Tag.URNCodeValue))
                        .orElse(""),
                item.string(Tag.CodingSchemeDesignator).orElse(""),
                item.string(Tag.CodeMeaning).orElse(""));
    }

    /** The concept of a code sequence with one item; empty where there is none or it is not valid. */
    public static Optional<CodedConcept> first(DataSet dataSet, int sequenceTag) {
        try {
            return dataSet.item(sequenceTag).map(CodedConcept::decode);
        } catch (InvalidContentException e) {
            return Optional.empty();
        }
    }

    /** The code and its scheme, without the meaning. */
    @Override
    public String toString() {
        return "(" + value + ", " + scheme + ")";
    }
}
