package org.mammoclip.dicom;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates and times as DICOM text: VR DA, TM and DT (PS3.5 6.2). Stateless, thread-safe. */
public final class DateTimeText {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT);
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("HHmmss", Locale.ROOT);
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("HHmmss.SSSSSS", Locale.ROOT);
    private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("xx", Locale.ROOT);

    /** Also the forms of before PS3.5 3.0, {@code YYYY.MM.DD} and {@code HH:MM:SS}. */
    private static final Pattern DA = Pattern.compile("(\\d{4})(\\.?)(\\d{2})\\2(\\d{2})");

    private static final Pattern TM = Pattern.compile("(\\d{2})(?::?(\\d{2})(?::?(\\d{2})(?:\\.(\\d{1,6}))?)?)?");
    private static final Pattern DT = Pattern.compile("(\\d{4})(?:(\\d{2})(?:(\\d{2})([\\d.]*))?)?([+-]\\d{4})?");

    private DateTimeText() {}

    /** {@code YYYYMMDD}. */
    public static String format(LocalDate date) {
        return DATE.format(date);
    }

    /** {@code HHMMSS}, with microseconds where they are not zero. */
    public static String format(LocalTime time) {
        return (time.getNano() / 1000 == 0 ? SECONDS : MICROS).format(time);
    }

    /** {@code YYYYMMDDHHMMSS}, with microseconds where they are not zero and no offset. */
    public static String format(LocalDateTime dateTime) {
        return format(dateTime.toLocalDate()) + format(dateTime.toLocalTime());
    }

    /** {@code YYYYMMDDHHMMSS&ZZXX}, with microseconds where they are not zero. */
    public static String format(OffsetDateTime dateTime) {
        return format(dateTime.toLocalDateTime()) + format(dateTime.getOffset());
    }

    /** {@code &ZZXX}, as Timezone Offset From UTC has it. */
    public static String format(ZoneOffset offset) {
        return OFFSET.format(offset);
    }

    public static Optional<LocalDate> parseDate(String text) {
        Matcher matcher = DA.matcher(text.strip());
        return matcher.matches() ? date(matcher.group(1), matcher.group(3), matcher.group(4)) : Optional.empty();
    }

    /** Missing minutes and seconds are zero; second 60 is read as 59. */
    public static Optional<LocalTime> parseTime(String text) {
        Matcher matcher = TM.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String fraction = matcher.group(4) == null ? "" : matcher.group(4);
        try {
            return Optional.of(LocalTime.of(
                    Integer.parseInt(matcher.group(1)),
                    matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2)),
                    matcher.group(3) == null ? 0 : Math.min(59, Integer.parseInt(matcher.group(3))),
                    Integer.parseInt((fraction + "000000000").substring(0, 9))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The local date and time of a DT value; missing parts are the earliest possible. */
    public static Optional<LocalDateTime> parseDateTime(String text) {
        Matcher matcher = DT.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String month = matcher.group(2) == null ? "01" : matcher.group(2);
        String day = matcher.group(3) == null ? "01" : matcher.group(3);
        String time = matcher.group(4) == null || matcher.group(4).isEmpty() ? "00" : matcher.group(4);
        return date(matcher.group(1), month, day)
                .flatMap(date -> parseTime(time).map(date::atTime));
    }

    /** The offset that ends a DT value, or a Timezone Offset From UTC; empty when there is none. */
    public static Optional<ZoneOffset> parseOffset(String text) {
        String stripped = text.strip();
        int sign = Math.max(stripped.lastIndexOf('+'), stripped.lastIndexOf('-'));
        if (sign < 0 || stripped.length() - sign != 5) {
            return Optional.empty();
        }
        try {
            return Optional.of(ZoneOffset.of(stripped.substring(sign)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<LocalDate> date(String year, String month, String day) {
        try {
            return Optional.of(LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
