package org.mammoclip.mammoclip.data.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mammoclip.mammoclip.text.TextTokenizer;

/**
 * Reports as a model will read them. Words and texts are shown only if at least {@value #LEAST_PATIENTS} patients have them: what is
 * in so many reports names nobody.
 *
 * @param breasts with a report
 * @param texts sections, as many as breasts have, repeats between breasts counted
 * @param oneSection breasts whose findings or impression is empty
 * @param withTokens whether lengths are of the model's pieces, both ends included; else of words
 * @param lengths how many texts have which length, in bins of {@value #BIN}
 * @param longest length of the longest text
 * @param median length
 * @param tooLong texts that the model cuts, by its limit; none without a model
 * @param limit pieces a model reads, both ends included
 * @param words running words of all different texts
 * @param differentWords of all texts
 * @param wholeWords share of running words that are one piece; not a number without a model
 * @param unknownWords share of running words that the vocabulary cannot spell; not a number without a model
 * @param unknown the most frequent of those
 * @param differentReports how many different reports there are
 * @param sameReports breasts whose report another patient has, too
 * @param commonReports the most frequent of them and how many breasts have them
 */
public record TextFigures(
        int breasts,
        int texts,
        int oneSection,
        boolean withTokens,
        Map<Integer, Integer> lengths,
        int longest,
        int median,
        int tooLong,
        int limit,
        long words,
        int differentWords,
        double wholeWords,
        double unknownWords,
        Map<String, Integer> unknown,
        int differentReports,
        int sameReports,
        Map<String, Integer> commonReports) {
    /** Texts and words of fewer patients are not shown. */
    public static final int LEAST_PATIENTS = 3;

    /** Width of a bin of {@link #lengths}. */
    public static final int BIN = 8;

    private static final int SHOWN_WORDS = 20;
    private static final int SHOWN_REPORTS = 5;

    /** @param limit pieces a model reads of one text, both ends included */
    static TextFigures of(List<CheckedReport> reports, Optional<TextTokenizer> tokenizer, int limit) {
        return new Counting(tokenizer, limit).of(reports);
    }

    /** One pass over the reports. */
    private static final class Counting {
        private final Optional<TextTokenizer> tokenizer;
        private final int limit;
        private final Map<String, Integer> lengthOf = new HashMap<>();
        private final Map<String, Word> wordOf = new HashMap<>();
        private final Map<Integer, Integer> bins = new java.util.TreeMap<>();
        private final List<Integer> all = new ArrayList<>();
        private int tooLong;

        Counting(Optional<TextTokenizer> tokenizer, int limit) {
            this.tokenizer = tokenizer;
            this.limit = limit;
        }

        /** A word, how often it comes, and in the reports of whom, as far as that matters. */
        private static final class Word {
            private long times;
            private boolean whole;
            private boolean unknown;
            private final Set<String> patients = new HashSet<>();
        }

        TextFigures of(List<CheckedReport> reports) {
            Map<String, Set<String>> patientsOf = new LinkedHashMap<>();
            Map<String, Integer> breastsOf = new LinkedHashMap<>();
            int oneSection = 0;
            for (CheckedReport report : reports) {
                oneSection += report.findings() && report.impression() ? 0 : 1;
                report.texts().forEach(text -> count(text, report.patient()));
                String whole = String.join(" ", report.texts());
                patientsOf.computeIfAbsent(whole, text -> new HashSet<>()).add(report.patient());
                breastsOf.merge(whole, 1, Integer::sum);
            }
            long words = wordOf.values().stream().mapToLong(word -> word.times).sum();
            long whole = wordOf.values().stream()
                    .filter(word -> word.whole)
                    .mapToLong(word -> word.times)
                    .sum();
            long unknown = wordOf.values().stream()
                    .filter(word -> word.unknown)
                    .mapToLong(word -> word.times)
                    .sum();
            all.sort(Comparator.naturalOrder());
            boolean tokens = tokenizer.isPresent() && words > 0;
            return new TextFigures(
                    reports.size(),
                    all.size(),
                    oneSection,
                    tokenizer.isPresent(),
                    bins,
                    all.isEmpty() ? 0 : all.get(all.size() - 1),
                    all.isEmpty() ? 0 : all.get(all.size() / 2),
                    tooLong,
                    limit,
                    words,
                    wordOf.size(),
                    tokens ? (double) whole / words : Double.NaN,
                    tokens ? (double) unknown / words : Double.NaN,
                    mostUnknown(),
                    breastsOf.size(),
                    breastsOf.entrySet().stream()
                            .filter(text -> size(patientsOf, text.getKey()) > 1)
                            .mapToInt(Map.Entry::getValue)
                            .sum(),
                    most(breastsOf, patientsOf));
        }

        private void count(String text, String patient) {
            Integer length = lengthOf.get(text);
            String[] words = text.split(" +");
            if (length == null) {
                length = tokenizer.map(pieces -> pieces.encode(text).length).orElse(words.length);
                lengthOf.put(text, length);
                for (String word : words) {
                    wordOf.computeIfAbsent(word, this::look).times++;
                }
            }
            for (String word : words) {
                Set<String> patients = wordOf.computeIfAbsent(word, this::look).patients;
                if (patients.size() < LEAST_PATIENTS) {
                    patients.add(patient);
                }
            }
            all.add(length);
            bins.merge(length / BIN * BIN, 1, Integer::sum);
            tooLong += tokenizer.isPresent() && length > limit ? 1 : 0;
        }

        private Word look(String word) {
            Word looked = new Word();
            tokenizer.ifPresent(pieces -> {
                int[] ids = pieces.encode(word);
                looked.whole = ids.length <= 3;
                looked.unknown = pieces.pieces(ids).contains("[UNK]");
            });
            return looked;
        }

        private Map<String, Integer> mostUnknown() {
            Map<String, Integer> shown = new LinkedHashMap<>();
            wordOf.entrySet().stream()
                    .filter(word ->
                            word.getValue().unknown && word.getValue().patients.size() >= LEAST_PATIENTS)
                    .sorted(Comparator.comparingLong((Map.Entry<String, Word> word) -> -word.getValue().times)
                            .thenComparing(Map.Entry::getKey))
                    .limit(SHOWN_WORDS)
                    .forEach(word -> shown.put(word.getKey(), (int) word.getValue().times));
            return shown;
        }

        private static Map<String, Integer> most(Map<String, Integer> breastsOf, Map<String, Set<String>> patientsOf) {
            Map<String, Integer> shown = new LinkedHashMap<>();
            breastsOf.entrySet().stream()
                    .filter(text -> size(patientsOf, text.getKey()) >= LEAST_PATIENTS)
                    .sorted(Comparator.comparingInt((Map.Entry<String, Integer> text) -> -text.getValue())
                            .thenComparing(Map.Entry::getKey))
                    .limit(SHOWN_REPORTS)
                    .forEach(text -> shown.put(text.getKey(), text.getValue()));
            return shown;
        }

        private static int size(Map<String, Set<String>> patientsOf, String text) {
            return patientsOf.getOrDefault(text, Set.of()).size();
        }
    }
}
