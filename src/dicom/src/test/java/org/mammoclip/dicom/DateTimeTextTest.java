package org.mammoclip.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DateTimeTextTest {
    @Test
    void writesSecondsAndMicrosecondsOnlyWhereThereAreAny() {
        assertThat(DateTimeText.format(LocalDate.of(2026, 11, 2))).isEqualTo("20261102");
        assertThat(DateTimeText.format(LocalTime.of(9, 5))).isEqualTo("090500");
        assertThat(DateTimeText.format(LocalTime.of(9, 5, 7, 1_000))).isEqualTo("090507.000001");
        assertThat(DateTimeText.format(OffsetDateTime.of(2026, 11, 2, 9, 5, 7, 0, ZoneOffset.ofHoursMinutes(-3, -30))))
                .isEqualTo("20261102090507-0330");
    }

    @Test
    void readsWhatItWrites() {
        LocalDateTime dateTime = LocalDateTime.of(2026, 2, 28, 23, 59, 58, 123_456_000);

        assertThat(DateTimeText.parseDateTime(DateTimeText.format(dateTime))).contains(dateTime);
        assertThat(DateTimeText.parseDateTime("20260228235958.123456+0100")).contains(dateTime);
        assertThat(DateTimeText.parseOffset("20260228235958.123456+0100")).contains(ZoneOffset.ofHours(1));
        assertThat(DateTimeText.parseOffset("-0330")).contains(ZoneOffset.ofHoursMinutes(-3, -30));
    }

    @Test
    void readsShortAndOldForms() {
        assertThat(DateTimeText.parseDate("2026.02.28")).contains(LocalDate.of(2026, 2, 28));
        assertThat(DateTimeText.parseTime("09")).contains(LocalTime.of(9, 0));
        assertThat(DateTimeText.parseTime("09:15:01.5")).contains(LocalTime.of(9, 15, 1, 500_000_000));
        assertThat(DateTimeText.parseTime("235960")).contains(LocalTime.of(23, 59, 59));
        assertThat(DateTimeText.parseDateTime("2026")).contains(LocalDateTime.of(2026, 1, 1, 0, 0));
        assertThat(DateTimeText.parseOffset("20260228")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2026", "20260230", "2026-02-28", "20261301", "abcdefgh", "202602281"})
    void refusesWhatIsNoDate(String text) {
        assertThat(DateTimeText.parseDate(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "9", "24", "0960", "12345", "101010.1234567", "10-10"})
    void refusesWhatIsNoTime(String text) {
        assertThat(DateTimeText.parseTime(text)).isEmpty();
    }
}
