package org.mammoclip.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.mammoclip.dicom.DataElement;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Dictionary;
import org.mammoclip.dicom.Tag;
import org.mammoclip.dicom.Value;
import org.mammoclip.dicom.Vr;

/**
 * The attributes of a kind of object as two examples show them whose source images have nothing in common: equal to its
 * source in both means copied, the same in both means fixed, else computed.
 */
final class ObjectAttributes {
    /** Values that name the build or the site. */
    private static final Set<Integer> OF_THE_PRODUCT = Set.of(
            Tag.SoftwareVersions,
            Tag.SecondaryCaptureDeviceSoftwareVersions,
            Tag.DeviceSerialNumber,
            Tag.StationName,
            Tag.InstanceCreatorUID);

    private static final int LONGEST_FIXED = 60;

    private final DataSet one;
    private final DataSet oneSource;
    private final DataSet other;
    private final DataSet otherSource;

    ObjectAttributes(DataSet one, DataSet oneSource, DataSet other, DataSet otherSource) {
        this.one = one;
        this.oneSource = oneSource;
        this.other = other;
        this.otherSource = otherSource;
    }

    /** One row an attribute of the top level: name, tag, VR, value. */
    List<String> rows() {
        Set<Integer> tags = new TreeSet<>(Integer::compareUnsigned);
        one.forEach(element -> tags.add(element.tag()));
        other.forEach(element -> tags.add(element.tag()));
        List<String> rows = new ArrayList<>();
        for (int tag : tags) {
            DataElement element = one.element(tag).or(() -> other.element(tag)).orElseThrow();
            String name = Dictionary.lookup(tag).map(Dictionary.Entry::name).orElse("");
            rows.add(name + " | " + Tag.format(tag) + " | " + element.vr() + " | " + source(tag, element.vr()));
        }
        return rows;
    }

    private String source(int tag, Vr vr) {
        Optional<DataElement> a = one.element(tag);
        Optional<DataElement> b = other.element(tag);
        if (a.isEmpty() || b.isEmpty()) {
            return "when it applies";
        }
        if (OF_THE_PRODUCT.contains(tag)) {
            return "of the product or its configuration";
        }
        if (a.equals(oneSource.element(tag)) && b.equals(otherSource.element(tag)) && !a.equals(b)) {
            return "copied from the images";
        }
        if (a.get().isEmpty() && b.get().isEmpty()) {
            return "empty";
        }
        if (vr == Vr.SQ) {
            return "sequence";
        }
        if (vr == Vr.DA || vr == Vr.TM || vr == Vr.DT || tag == Tag.Rows || tag == Tag.Columns || !a.equals(b)) {
            return "computed";
        }
        return fixed(a.get());
    }

    private String fixed(DataElement element) {
        String text;
        if (element.value() instanceof Value.Text values) {
            text = String.join("\\", values.values());
        } else {
            double[] numbers = one.decimals(element.tag());
            List<String> values = new ArrayList<>();
            for (double number : numbers) {
                values.add(number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number));
            }
            text = String.join("\\", values);
        }
        return text.length() > LONGEST_FIXED ? "fixed" : "`" + text + "`";
    }
}
