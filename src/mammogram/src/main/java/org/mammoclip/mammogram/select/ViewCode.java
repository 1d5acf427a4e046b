package org.mammoclip.mammogram.select;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mammoclip.dicom.DataSet;
import org.mammoclip.dicom.Tag;

/** View for Mammography (PS3.16 CID 4014), matched by scheme family and code value, never by meaning. */
enum ViewCode {
    CC("399162004", "R-10242"),
    MLO("399368009", "R-10226"),
    ML("399260004", "R-10224"),
    LM("399352003", "R-10228"),
    LMO("399099002", "R-10230"),
    FB("399196006", "R-10244"),
    SIO("399188001", "R-102D0"),
    ISO("441555000", "R-40AAA"),
    XCCL("399192008", "R-1024A", "Y-X1770"),
    XCCM("399101009", "R-1024B", "Y-X1771"),
    SPECIMEN("127457009", "G-8310");

    private final String snomedCt;
    private final List<String> retired;

    ViewCode(String snomedCt, String... retired) {
        this.snomedCt = snomedCt;
        this.retired = List.of(retired);
    }

    static Optional<ViewCode> of(DataSet code) {
        return Arrays.stream(values())
                .filter(view -> SchemeFamily.matches(code, view.snomedCt, view.retired))
                .findFirst();
    }

    /** By the exact text of View Position (0018,5101). */
    static Optional<ViewCode> ofPosition(String position) {
        return Arrays.stream(values())
                .filter(view -> view != SPECIMEN && view.name().equals(position))
                .findFirst();
    }

    /** Whether a true lateral view, which only a diagnostic work-up takes. */
    boolean isLateral() {
        return this == ML || this == LM;
    }

    /** The families of coding schemes that name the same concepts with different values. */
    static final class SchemeFamily {
        private static final List<String> RETIRED = List.of("SRT", "SNM3", "99SDM");

        private SchemeFamily() {}

        static boolean matches(DataSet code, String snomedCt, List<String> retired) {
            String value = code.string(Tag.CodeValue).orElse("");
            String scheme = code.string(Tag.CodingSchemeDesignator).orElse("");
            return scheme.equals("SCT") ? value.equals(snomedCt) : RETIRED.contains(scheme) && retired.contains(value);
        }
    }
}
