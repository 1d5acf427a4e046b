package org.mammoclip.mammoclip.data.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The JSON document of a check: the numbers of the page. Texts of reports are in neither unless three patients share them. */
public final class DataJson {
    private static final int MAX_GROUPS = 1000;

    private final ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private DataJson() {}

    /** UTF-8. */
    public static byte[] of(DataFigures figures, CheckOrigin origin) {
        return new DataJson().document(figures, origin);
    }

    private byte[] document(DataFigures figures, CheckOrigin origin) {
        ObjectNode root = mapper.createObjectNode();
        root.put("format", "mammoclip-data-check-1");
        root.put("sound", figures.isSound());
        root.put("createdAt", origin.createdAt().toString());
        root.put("codeVersion", origin.codeVersion());
        texts(root.putArray("commandLine"), origin.commandLine());
        problems(root.putArray("problems"), figures.problems());
        tables(root.putArray("tables"), figures.tables());
        root.putObject("counts")
                .put("patients", figures.patients())
                .put("exams", figures.exams())
                .put("breasts", figures.breasts())
                .put("breastsWithBothViews", figures.breastsWithBothViews())
                .put("images", figures.images());
        counts(root.putObject("views"), figures.views());
        groups(root.putArray("groups"), figures.groups());
        ObjectNode ages = root.putObject("patientsByDecadeOfAge");
        figures.ages().forEach((decade, patients) -> ages.put(String.valueOf(decade), patients));
        counts(root.putObject("imagesByBirads"), figures.birads());
        reports(root.putObject("reports"), figures.texts());
        ObjectNode files = root.putObject("files");
        files.put("read", figures.filesRead()).put("usable", figures.usable());
        counts(files.putObject("forms"), figures.forms());
        counts(files.putObject("sizes"), figures.sizes());
        counts(files.putObject("flags"), figures.flags());
        duplicates(root.putArray("samePixels"), figures.duplicates());
        try {
            return mapper.writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values can be written", e);
        }
    }

    private static void problems(ArrayNode array, List<Problem> problems) {
        for (Problem problem : problems) {
            ObjectNode node = array.addObject();
            node.put("issue", problem.issue().name())
                    .put("severity", problem.issue().severity().name().toLowerCase(Locale.ROOT))
                    .put("title", problem.issue().title())
                    .put("count", problem.count())
                    .put("detail", problem.detail())
                    .put("mend", problem.issue().mend());
            texts(node.putArray("where"), problem.where());
        }
    }

    private static void tables(ArrayNode array, List<CheckedTable> tables) {
        for (CheckedTable table : tables) {
            array.addObject()
                    .put("name", table.name())
                    .put("kind", table.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .put("sha256", table.sha256())
                    .put("rows", table.rowsInFile())
                    .put("badRows", table.badRows());
        }
    }

    private static void groups(ArrayNode array, List<GroupFigures> groups) {
        for (GroupFigures group : groups) {
            ObjectNode node = array.addObject();
            node.put("table", group.table())
                    .put("column", group.column())
                    .put("value", group.value())
                    .put("patients", group.patients())
                    .put("images", group.images());
            counts(node.putObject("positiveImages"), group.positives());
            ArrayNode densities = node.putArray("imagesByDensity");
            group.densities().forEach(densities::add);
        }
    }

    private static void reports(ObjectNode node, TextFigures texts) {
        node.put("breasts", texts.breasts())
                .put("texts", texts.texts())
                .put("breastsWithOneSection", texts.oneSection())
                .put("differentReports", texts.differentReports())
                .put("breastsWithAnotherPatientsWords", texts.sameReports())
                .put("unit", texts.withTokens() ? "pieces" : "words")
                .put("median", texts.median())
                .put("longest", texts.longest())
                .put("limit", texts.limit())
                .put("tooLong", texts.tooLong())
                .put("differentWords", texts.differentWords());
        if (texts.withTokens() && texts.words() > 0) {
            node.put("shareOfWordsInOnePiece", texts.wholeWords()).put("shareOfUnknownWords", texts.unknownWords());
        }
        ObjectNode lengths = node.putObject("textsByLengthFrom");
        texts.lengths().forEach((from, count) -> lengths.put(String.valueOf(from), count));
        counts(node.putObject("unknownWords"), texts.unknown());
        counts(node.putObject("commonReports"), texts.commonReports());
    }

    private static void duplicates(ArrayNode array, List<DuplicateGroup> duplicates) {
        for (DuplicateGroup group : duplicates.subList(0, Math.min(MAX_GROUPS, duplicates.size()))) {
            ObjectNode node = array.addObject();
            node.put("acrossPatients", group.acrossPatients()).put("acrossSplits", group.acrossSplits());
            texts(
                    node.putArray("images"),
                    group.images().stream()
                            .limit(Problem.MAX_SHOWN)
                            .map(ImageName::toString)
                            .toList());
        }
    }

    private static void counts(ObjectNode node, Map<String, Integer> counts) {
        counts.forEach(node::put);
    }

    private static void texts(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }
}
