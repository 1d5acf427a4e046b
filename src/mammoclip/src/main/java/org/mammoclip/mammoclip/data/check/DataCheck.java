package org.mammoclip.mammoclip.data.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.mammoclip.mammoclip.text.TextTokenizer;

/**
 * Counts what tables and images hold and says what is wrong. Keeps a few dozen bytes per image besides the tables. One thread at a
 * time.
 */
public final class DataCheck {
    /** A larger share of words that cannot be spelled is worth a warning. */
    static final double UNKNOWN_SHARE = 0.01;

    private final List<CheckedTable> tables;
    private final Map<ImageName, ImageFact> facts = new LinkedHashMap<>();
    private final List<Problem> noted = new ArrayList<>();
    private Optional<TextTokenizer> tokenizer = Optional.empty();
    private int textLimit = 256;
    private long filesInFolder;

    /** @param tables that are learned from together */
    public DataCheck(List<CheckedTable> tables) {
        this.tables = List.copyOf(tables);
    }

    /** Every image of the tables once, in their order. */
    public Set<ImageName> images() {
        Set<ImageName> images = new LinkedHashSet<>();
        tables.forEach(table -> table.rows().forEach(row -> images.add(row.image())));
        return images;
    }

    /** Notes what is in an image's file. */
    public void found(ImageName image, ImageFact fact) {
        facts.put(image, fact);
    }

    /** Notes what somebody else found. */
    public void note(Problem problem) {
        noted.add(problem);
    }

    /** Notes how many images there are in the folder, named by a table or not. */
    public void filesInFolder(long files) {
        filesInFolder = files;
    }

    /**
     * Counts pieces as a model reads them.
     *
     * @param pieces without a limit of its own, or with one far above
     * @param limit pieces the model reads of one text, both ends included
     */
    public void readTextsWith(TextTokenizer pieces, int limit) {
        tokenizer = Optional.of(pieces);
        textLimit = limit;
    }

    /** All that was counted. */
    public DataFigures figures() {
        Membership membership = new Membership(tables);
        List<DuplicateGroup> duplicates = Duplicates.of(facts, membership);
        List<CheckedReport> reports =
                tables.stream().flatMap(table -> table.reports().stream()).toList();
        TextFigures texts = TextFigures.of(reports, tokenizer, textLimit);
        List<GroupFigures> groups = new ArrayList<>();
        tables.forEach(table -> groups.addAll(Groups.of(table)));
        Breasts breasts = Breasts.of(tables);
        FileFigures files = FileFigures.of(facts);
        List<Problem> problems = new ArrayList<>(tableProblems());
        problems.addAll(noted);
        problems.addAll(membership.problems());
        problems.addAll(Groups.problems(groups));
        problems.addAll(files.problems());
        problems.addAll(Duplicates.problems(duplicates));
        problems.addAll(textProblems(texts));
        breasts.problem().ifPresent(problems::add);
        long unnamed = filesInFolder - files.present();
        if (unnamed > 0) {
            problems.add(new Problem(
                    Issue.FILES_WITHOUT_ROWS,
                    unnamed,
                    unnamed + " of " + filesInFolder + " image files of the folder are in no table",
                    List.of()));
        }
        problems.sort(Comparator.comparing(Problem::issue));
        return new DataFigures(
                tables,
                breasts.patients(),
                breasts.exams(),
                breasts.breasts(),
                breasts.bothViews(),
                images().size(),
                views(),
                groups,
                ages(),
                birads(),
                texts,
                facts.size(),
                files.usable(),
                files.forms(),
                files.sizes(),
                files.flags(),
                duplicates,
                problems);
    }

    private List<Problem> tableProblems() {
        List<Problem> problems = new ArrayList<>();
        int rows = 0;
        for (CheckedTable table : tables) {
            rows += table.rows().size();
            if (table.kind() == TableKind.UNKNOWN) {
                problems.add(
                        new Problem(Issue.UNREADABLE_TABLE, 1, table.problems().get(0), table.problems()));
            } else if (table.badRows() > 0) {
                problems.add(new Problem(
                        Issue.BAD_ROWS,
                        table.badRows(),
                        table.badRows() + " of " + table.rowsInFile() + " rows of " + table.name() + " have errors",
                        table.problems()));
            }
            if (table.kind() != TableKind.UNKNOWN && !table.splitColumn() && !table.foldColumn()) {
                problems.add(new Problem(Issue.NO_SPLITS, 1, table.name() + " has neither column", List.of()));
            }
        }
        if (rows == 0) {
            problems.add(new Problem(Issue.NO_IMAGES, 1, "there is no sound row in any table", List.of()));
        }
        return problems;
    }

    private static List<Problem> textProblems(TextFigures texts) {
        List<Problem> problems = new ArrayList<>();
        if (texts.tooLong() > 0) {
            problems.add(new Problem(
                    Issue.LONG_TEXTS,
                    texts.tooLong(),
                    texts.tooLong() + " of " + texts.texts() + " texts have more than " + texts.limit() + " pieces; the"
                            + " longest has " + texts.longest(),
                    List.of()));
        }
        if (texts.unknownWords() > UNKNOWN_SHARE) {
            problems.add(new Problem(
                    Issue.UNKNOWN_WORDS,
                    Math.round(texts.unknownWords() * texts.words()),
                    String.format(java.util.Locale.ROOT, "%.1f %% of all words", 100 * texts.unknownWords()),
                    List.copyOf(texts.unknown().keySet())));
        }
        if (texts.oneSection() > 0) {
            problems.add(new Problem(
                    Issue.EMPTY_SECTIONS,
                    texts.oneSection(),
                    texts.oneSection() + " of " + texts.breasts() + " breasts have one text only",
                    List.of()));
        }
        if (texts.sameReports() > 0) {
            problems.add(new Problem(
                    Issue.SAME_REPORTS,
                    texts.sameReports(),
                    texts.sameReports() + " of " + texts.breasts() + " breasts have the very words of another patient; "
                            + texts.differentReports() + " different reports",
                    List.of()));
        }
        return problems;
    }

    private Map<String, Integer> views() {
        Map<String, Integer> views = new TreeMap<>();
        Set<ImageName> seen = new HashSet<>();
        for (CheckedTable table : tables) {
            for (CheckedRow row : table.rows()) {
                if (seen.add(row.image())) {
                    views.merge(row.view(), 1, Integer::sum);
                }
            }
        }
        return views;
    }

    private Map<Integer, Integer> ages() {
        Map<String, Integer> ageOf = new HashMap<>();
        tables.forEach(table -> table.rows()
                .forEach(row -> row.age().ifPresent(age -> ageOf.putIfAbsent(row.patient(), age / 10 * 10))));
        Map<Integer, Integer> decades = new TreeMap<>();
        ageOf.values().forEach(decade -> decades.merge(decade, 1, Integer::sum));
        return decades;
    }

    private Map<String, Integer> birads() {
        Map<String, Integer> categories = new TreeMap<>();
        Set<ImageName> seen = new HashSet<>();
        tables.forEach(table -> table.rows().forEach(row -> {
            if (!row.birads().isEmpty() && seen.add(row.image())) {
                categories.merge(row.birads(), 1, Integer::sum);
            }
        }));
        return categories;
    }
}
