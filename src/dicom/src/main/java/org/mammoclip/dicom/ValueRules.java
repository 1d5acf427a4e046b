package org.mammoclip.dicom;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What PS3.5 6.2 and the dictionary say of values: repertoire, length, format, multiplicity. Readers do not ask, because
 * objects from outside break the rules all the time, and the writer refuses only what it cannot encode. Builders of new
 * objects and their tests do ask. Stateless, thread-safe.
 */
public final class ValueRules {
    private static final Pattern AGE = Pattern.compile("\\d{3}[DWMY]");
    private static final Pattern CODE = Pattern.compile("[A-Z0-9 _]{0,16}");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?");
    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d+");
    private static final Pattern TIME = Pattern.compile("\\d{2}(?:\\d{2}(?:\\d{2}(?:\\.\\d{1,6})?)?)?");
    private static final Pattern DATE_TIME = Pattern.compile(
            "\\d{4}(?:\\d{2}(?:\\d{2}(?:\\d{2}(?:\\d{2}(?:\\d{2}(?:\\.\\d{1,6})?)?)?)?)?)?(?:[+-]\\d{4})?");
    private static final Pattern UNIVERSAL_RESOURCE = Pattern.compile("[!-~]+ *");

    private ValueRules() {}

    /** Every broken rule as {@code (gggg,eeee) rule}, nested elements included; never a value. */
    public static List<String> violations(DataSet dataSet) {
        List<String> violations = new ArrayList<>();
        for (DataElement element : dataSet) {
            check(element, violations);
        }
        return violations;
    }

    private static void check(DataElement element, List<String> violations) {
        String tag = Tag.format(element.tag()) + " ";
        Optional<Dictionary.Entry> entry = Dictionary.lookup(element.tag());
        if (entry.isPresent()
                && !entry.get().vrs().isEmpty()
                && !entry.get().vrs().contains(element.vr())
                && element.vr() != Vr.UN) {
            violations.add(tag + "is no " + element.vr() + " in the dictionary");
        }
        int count = 0;
        if (element.value() instanceof Value.Items items) {
            items.items().forEach(item -> violations.addAll(violations(item)));
        } else if (element.value() instanceof Value.Text text) {
            count = text.values().size();
            for (String value : text.values()) {
                if (!value.isEmpty()) {
                    violation(element.vr(), value).ifPresent(rule -> violations.add(tag + rule));
                }
            }
        } else if (element.value() instanceof Value.Binary binary) {
            int size = element.vr().valueSize();
            if (binary.bytes().length % size != 0) {
                violations.add(tag + element.vr() + " has values of " + size + " bytes");
            }
            count = element.vr().hasLongLength() ? 0 : binary.bytes().length / size;
        }
        String multiplicity = entry.map(Dictionary.Entry::multiplicity).orElse("1-n");
        if (count > 0 && !isAllowed(multiplicity, count)) {
            violations.add(tag + "has " + count + " values, not " + multiplicity);
        }
    }

    /** Whether the VM column, such as {@code 1}, {@code 1-3}, {@code 2-2n}, allows so many values. */
    static boolean isAllowed(String multiplicity, int count) {
        String[] bounds = multiplicity.split("-", -1);
        if (!bounds[0].chars().allMatch(Character::isDigit) || bounds[0].isEmpty()) {
            return true;
        }
        int least = Integer.parseInt(bounds[0]);
        String most = bounds[bounds.length - 1];
        if (!most.endsWith("n")) {
            return count >= least && count <= Integer.parseInt(most);
        }
        int step = most.equals("n") ? 1 : Integer.parseInt(most.substring(0, most.length() - 1));
        return count >= least && count % step == 0;
    }

    /** The rule that one value of a text representation breaks; empty if it breaks none. */
    public static Optional<String> violation(Vr vr, String value) {
        return switch (vr) {
            case AE -> rule(value.length() <= 16 && !value.isBlank() && isPlain(value), vr, "at most 16 characters");
            case AS -> rule(AGE.matcher(value).matches(), vr, "nnnD, nnnW, nnnM or nnnY");
            case CS -> rule(CODE.matcher(value).matches(), vr, "at most 16 of A-Z, 0-9, space and underscore");
            case DA -> rule(value.length() == 8 && DateTimeText.parseDate(value).isPresent(), vr, "YYYYMMDD");
            case DS ->
                rule(value.length() <= 16 && DECIMAL.matcher(value.strip()).matches(), vr, "at most 16 of a number");
            case DT ->
                rule(
                        DATE_TIME.matcher(value.strip()).matches()
                                && DateTimeText.parseDateTime(value).isPresent(),
                        vr,
                        "YYYYMMDDHHMMSS.FFFFFF&ZZXX");
            case IS -> rule(isInteger(value.strip()), vr, "at most 12 characters of a 32-bit number");
            case LO ->
                rule(length(value) <= 64 && isPlain(value), vr, "at most 64 characters without control characters");
            case LT -> rule(length(value) <= 10_240 && isParagraphs(value), vr, "at most 10240 characters");
            case PN -> rule(isName(value), vr, "three groups of at most 64 characters and five components");
            case SH ->
                rule(length(value) <= 16 && isPlain(value), vr, "at most 16 characters without control characters");
            case ST -> rule(length(value) <= 1024 && isParagraphs(value), vr, "at most 1024 characters");
            case TM ->
                rule(
                        TIME.matcher(value.strip()).matches()
                                && DateTimeText.parseTime(value).isPresent(),
                        vr,
                        "HHMMSS.FFFFFF");
            case UC -> rule(isPlain(value), vr, "no control characters");
            case UI -> rule(Uid.isValid(value), vr, "a UID of PS3.5 chapter 9");
            case UR -> rule(UNIVERSAL_RESOURCE.matcher(value).matches(), vr, "a URI");
            case UT -> rule(isParagraphs(value), vr, "no control characters but TAB, LF, FF and CR");
            default -> Optional.empty();
        };
    }

    private static Optional<String> rule(boolean kept, Vr vr, String rule) {
        return kept ? Optional.empty() : Optional.of(vr + " is " + rule);
    }

    private static int length(String value) {
        return value.codePointCount(0, value.length());
    }

    private static boolean isPlain(String value) {
        return value.indexOf('\\') < 0 && value.chars().noneMatch(Character::isISOControl);
    }

    private static boolean isParagraphs(String value) {
        return value.chars().noneMatch(c -> Character.isISOControl(c) && "\t\n\f\r".indexOf(c) < 0);
    }

    private static boolean isInteger(String value) {
        if (value.length() > 12 || !INTEGER.matcher(value).matches()) {
            return false;
        }
        long number = Long.parseLong(value);
        return number >= Integer.MIN_VALUE && number <= Integer.MAX_VALUE;
    }

    private static boolean isName(String value) {
        String[] groups = value.split("=", -1);
        if (groups.length > 3 || !isPlain(value)) {
            return false;
        }
        for (String group : groups) {
            if (length(group) > 64 || group.chars().filter(c -> c == '^').count() > 4) {
                return false;
            }
        }
        return true;
    }
}
