package org.mammoclip.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonNameTest {
    @ParameterizedTest
    @CsvSource({"A^B, A^B, '', ''", "A=I=P, A, I, P", "=I, '', I, ''", "A==P, A, '', P", "A=I=P=Q, A, I, P=Q"})
    void splitsAndJoinsComponentGroups(String value, String alphabetic, String ideographic, String phonetic) {
        PersonName name = PersonName.of(value);

        assertThat(name).isEqualTo(new PersonName(alphabetic, ideographic, phonetic));
        assertThat(name.value()).isEqualTo(value);
    }
}
