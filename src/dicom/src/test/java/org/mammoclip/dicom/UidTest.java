package org.mammoclip.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UidTest {
    @ParameterizedTest
    @ValueSource(strings = {"1", "0.0", "1.2.840.10008.1.2", "2.25.329800735698586629295641978511506172918"})
    void acceptsLegalIdentifiers(String value) {
        assertThat(Uid.of(value).value()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "1.", ".1", "1..2", "1.02", "1.2 ", "1.2a", "1.-2", "1.2\0", "1.٣"})
    void refusesWhatBreaksTheRulesWithoutRepeatingIt(String value) {
        assertThat(Uid.isValid(value)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Uid.of(value))
                .withMessage("not a UID (PS3.5 9.1): length " + value.length());
    }

    @Test
    void refusesTheSixtyFifthCharacter() {
        assertThat(Uid.isValid("1." + "2".repeat(62))).isTrue();
        assertThat(Uid.isValid("1." + "2".repeat(63))).isFalse();
    }

    @Test
    void derivesTheUidOfAVersion5Uuid() {
        // RFC 9562 A.4: name "www.example.com" in the DNS name space
        UUID dns = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
        BigInteger expected = new BigInteger("2ed6657de927568b95e12665a8aea6a2", 16);

        assertThat(Uid.nameBased(dns, "www.example.com").value()).isEqualTo("2.25." + expected);
    }
}
