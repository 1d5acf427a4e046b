package org.mammoclip.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueRulesTest {
    @ParameterizedTest
    @CsvSource({
        "AE, MAMMOCLIP",
        "AS, 050Y",
        "CS, FOR PRESENTATION",
        "DA, 20260228",
        "DS, -1.5E-10",
        "DT, 20260228093000.5+0100",
        "DT, 2026",
        "IS, -2147483648",
        "LO, Müller",
        "PN, A^B^C^D^E=山田=や",
        "SH, x",
        "TM, 093000.123456",
        "UI, 2.25.7",
        "UR, https://example.org/a?b=c"
    })
    void admitsLegalValues(Vr vr, String value) {
        assertThat(ValueRules.violation(vr, value)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "AE, ABCDEFGHIJKLMNOPQ",
        "AS, 50Y",
        "CS, lower",
        "CS, ABCDEFGHIJKLMNOPQ",
        "DA, 2026.02.28",
        "DA, 20260230",
        "DS, 0.123456789012345",
        "DS, one",
        "DT, 20261301",
        "IS, 2147483648",
        "IS, 1.5",
        "PN, a^b^c^d^e^f",
        "PN, a=b=c=d",
        "SH, 12345678901234567",
        "TM, 9:30",
        "UI, 1.02",
        "UR, a b"
    })
    void namesTheRuleThatAValueBreaks(Vr vr, String value) {
        assertThat(ValueRules.violation(vr, value))
                .hasValueSatisfying(
                        rule -> assertThat(rule).startsWith(vr + " is").doesNotContain(value));
    }

    @Test
    void countsCharactersNotBytes() {
        assertThat(ValueRules.violation(Vr.LO, "山".repeat(64))).isEmpty();
        assertThat(ValueRules.violation(Vr.LO, "山".repeat(65))).isPresent();
        assertThat(ValueRules.violation(Vr.LT, "x".repeat(10_241))).isPresent();
        assertThat(ValueRules.violation(Vr.ST, "x".repeat(1025))).isPresent();
        assertThat(ValueRules.violation(Vr.LO, "a\tb")).isPresent();
        assertThat(ValueRules.violation(Vr.UT, "a\tb\r\n")).isEmpty();
        assertThat(ValueRules.violation(Vr.UT, "a\u001bb")).isPresent();
        assertThat(ValueRules.violation(Vr.UC, "a\nb")).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, true",
        "1, 2, false",
        "1-3, 3, true",
        "1-3, 4, false",
        "2-2n, 4, true",
        "2-2n, 3, false",
        "1-n, 99, true",
        "3-n, 2, false",
        "3, 3, true"
    })
    void readsTheMultiplicityColumn(String multiplicity, int count, boolean allowed) {
        assertThat(ValueRules.isAllowed(multiplicity, count)).isEqualTo(allowed);
    }

    @Test
    void looksIntoItems() {
        DataSet dataSet = DataSet.builder()
                .text(Tag.Modality, "mg")
                .integers(Tag.Rows, 1, 2)
                .text(Tag.PatientID, "")
                .add(new DataElement(Tag.Columns, Vr.UL, new Value.Binary(new byte[4])))
                .sequence(
                        Tag.ViewCodeSequence,
                        DataSet.builder().text(Tag.CodeMeaning, "x".repeat(65)).build())
                .build();

        assertThat(ValueRules.violations(dataSet))
                .containsExactly(
                        "(0008,0060) CS is at most 16 of A-Z, 0-9, space and underscore",
                        "(0028,0010) has 2 values, not 1",
                        "(0028,0011) is no UL in the dictionary",
                        "(0008,0104) LO is at most 64 characters without control characters");
    }
}
