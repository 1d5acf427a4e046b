package org.mammoclip.mammogram.finding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mammoclip.dicom.sr.CodedConcept;

class FindingTest {
    private static final CodedConcept DENSITY = new CodedConcept("129793001", "SCT", "Mammography breast density");
    private static final CodedConcept REGION = new CodedConcept("111099", "DCM", "Selected region");
    private static final CodedConcept NIPPLE = new CodedConcept("24142002", "SCT", "Nipple");
    private static final CodedConcept LOCAL = new CodedConcept("CYST", "99LOCAL", "Cyst");

    @Test
    void knowsFindingsByAnySpelling() {
        assertThat(Finding.named("suspicious-calcification")).contains(Finding.SUSPICIOUS_CALCIFICATION);
        assertThat(Finding.named("Focal Asymmetry")).contains(Finding.FOCAL_ASYMMETRY);
        assertThat(Finding.named("Suspicion of malignancy")).contains(Finding.MALIGNANCY);
        assertThat(Finding.named("density")).isEmpty();
    }

    @Test
    void hasTheTenOfVinDrAndMalignancyWithDistinctKeys() {
        assertThat(Finding.VINDR).hasSize(10).doesNotContain(Finding.MALIGNANCY);
        assertThat(Stream.concat(Finding.VINDR.stream(), Stream.of(Finding.MALIGNANCY))
                        .map(Finding::key))
                .doesNotHaveDuplicates();
        assertThat(Finding.MALIGNANCY.isSelectedRegion()).isTrue();
        assertThat(Finding.NIPPLE_RETRACTION.isNippleCharacteristic()).isTrue();
    }

    @Test
    void aSiteMayDefineItsOwn() {
        Finding cyst = new Finding("cyst", "Cyst", DENSITY, LOCAL);

        assertThat(cyst).isEqualTo(new Finding("cyst", "Cyst", DENSITY, LOCAL));
        assertThat(cyst.isSelectedRegion()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Mass", "2nd", "a-b", "a b", "mass\n"})
    void refusesKeysThatAreNoNames(String key) {
        assertThatThrownBy(() -> new Finding(key, "Mass", DENSITY, LOCAL)).hasMessageContaining("a-z, 0-9 and _");
    }

    @Test
    void refusesKeysAndTitlesBeyondTheirBounds() {
        new Finding("k".repeat(63), "t".repeat(64), DENSITY, LOCAL);

        assertThatThrownBy(() -> new Finding("k".repeat(64), "t", DENSITY, LOCAL))
                .hasMessageContaining("1 to 63");
        assertThatThrownBy(() -> new Finding("k", "t".repeat(65), DENSITY, LOCAL))
                .hasMessageContaining("1 to 64");
        assertThatThrownBy(() -> new Finding("k", "one\\two", DENSITY, LOCAL)).hasMessageContaining("backslash");
        assertThatThrownBy(() -> new Finding("k", " ", DENSITY, LOCAL)).hasMessageContaining("title of finding k");
    }

    /** A mass seen in one view is a density; stated as a mass the report breaks its template. */
    @Test
    void refusesCodesThatAreNoSingleImageFinding() {
        CodedConcept mass = new CodedConcept("129788004", "SCT", "Mammographic breast mass");
        CodedConcept composition = new CodedConcept("129715009", "SCT", "Breast composition");

        assertThatThrownBy(() -> new Finding("mass", "Mass", mass, mass))
                .hasMessageContaining("(129788004, SCT)")
                .hasMessageContaining("CID 6014")
                .hasMessageContaining("(111099, DCM)");
        assertThatThrownBy(() -> new Finding("density", "Density", composition, composition))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Finding("nipple", "Nipple", NIPPLE, LOCAL)).hasMessageContaining("nipple");
        new Finding("other", "Other", REGION, LOCAL);
    }
}
