package org.mammoclip.dicom;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The data dictionary (PS3.6 chapters 6 and 7, PS3.7 Annex E), including retired and repeating groups. Thread-safe. */
public final class Dictionary {
    private static final Map<Integer, Entry> BY_TAG = new HashMap<>();
    private static final Map<String, Entry> BY_KEYWORD = new HashMap<>();
    private static final List<RepeatingEntry> REPEATING = new ArrayList<>();

    /**
     * What the dictionary says of one tag.
     *
     * @param vrs the legal value representations, more than one for tags such as "US or SS"
     * @param multiplicity the VM column, for example {@code 1-n}
     */
    public record Entry(int tag, List<Vr> vrs, String multiplicity, String keyword, String name, boolean retired) {}

    private record RepeatingEntry(int mask, int bits, Entry entry) {}

    static {
        try (InputStream in = Objects.requireNonNull(
                        Dictionary.class.getResourceAsStream("data-dictionary.tsv"), "data-dictionary.tsv");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#") && !line.isBlank()) {
                    add(line.split("\t", -1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Dictionary() {}

    private static void add(String[] columns) {
        List<Vr> vrs = new ArrayList<>();
        for (String vr : columns[1].split("/", -1)) {
            String code = vr.strip();
            if (code.length() == 2) {
                vrs.add(Vr.of(code));
            }
        }
        String pattern = columns[0];
        int bits = (int) Long.parseLong(pattern.replace('x', '0'), 16);
        Entry entry = new Entry(bits, List.copyOf(vrs), columns[2], columns[3], columns[5], columns[4].equals("RET"));
        if (pattern.indexOf('x') < 0) {
            BY_TAG.put(bits, entry);
        } else {
            StringBuilder mask = new StringBuilder();
            for (int i = 0; i < pattern.length(); i++) {
                mask.append(pattern.charAt(i) == 'x' ? '0' : 'F');
            }
            REPEATING.add(new RepeatingEntry((int) Long.parseLong(mask.toString(), 16), bits, entry));
        }
        BY_KEYWORD.putIfAbsent(entry.keyword(), entry);
    }

    /** The entry of a public tag; empty for private and unknown tags. */
    public static Optional<Entry> lookup(int tag) {
        Entry exact = BY_TAG.get(tag);
        if (exact != null) {
            return Optional.of(exact);
        }
        for (RepeatingEntry repeating : REPEATING) {
            if ((tag & repeating.mask()) == repeating.bits()) {
                return Optional.of(repeating.entry());
            }
        }
        return Optional.empty();
    }

    /** The entry with a keyword such as {@code PatientID}. */
    public static Optional<Entry> lookup(String keyword) {
        return Optional.ofNullable(BY_KEYWORD.get(keyword));
    }

    /**
     * The value representation an implicit VR reader takes: {@link Vr#UL} for group lengths, {@link Vr#LO} for private
     * creators, {@link Vr#UN} for anything unknown, the first one listed where there are several (PS3.5 7.1.3).
     */
    public static Vr vrOf(int tag) {
        if (Tag.element(tag) == 0) {
            return Vr.UL;
        }
        if (Tag.isPrivate(tag)) {
            return Tag.element(tag) >= 0x10 && Tag.element(tag) <= 0xFF ? Vr.LO : Vr.UN;
        }
        return lookup(tag).flatMap(e -> e.vrs().stream().findFirst()).orElse(Vr.UN);
    }
}
