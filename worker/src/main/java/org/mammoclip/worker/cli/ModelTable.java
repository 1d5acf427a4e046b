package org.mammoclip.worker.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.mammoclip.mammoclip.checkpoint.About;
import org.mammoclip.mammoclip.checkpoint.ClassifierDescription;
import org.mammoclip.mammoclip.checkpoint.Description;
import org.mammoclip.mammoclip.checkpoint.DetectorDescription;
import org.mammoclip.mammoclip.checkpoint.MapperDescription;
import org.mammoclip.mammoclip.checkpoint.ModelDescription;
import org.mammoclip.mammoclip.checkpoint.ModelInspection;
import org.mammoclip.mammoclip.checkpoint.Provenance;

/** An inspected model as a table for people or as JSON. */
final class ModelTable {
    private ModelTable() {}

    static void print(PrintWriter console, ModelInspection inspection) {
        Map<String, String> rows = rows(inspection);
        int width = rows.keySet().stream().mapToInt(String::length).max().orElse(1);
        rows.forEach((name, value) -> console.println(String.format(Locale.ROOT, "%-" + width + "s  %s", name, value)));
        inspection.problems().forEach(problem -> console.println("PROBLEM  " + onLines(problem)));
    }

    private static Map<String, String> rows(ModelInspection inspection) {
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("file", inspection.file() + " (" + inspection.layout() + ")");
        inspection.description().ifPresent(description -> {
            About about = description.about();
            rows.put("model", about.name() + " " + about.version());
            rows.put("kind", description.kind().label());
            network(description).forEach(rows::put);
            rows.put("statement", about.statement());
            rows.put("licence", about.licence());
        });
        inspection.sha256().ifPresent(sha256 -> rows.put("sha256", sha256));
        ModelInspection.Tensors tensors = inspection.tensors();
        if (tensors.count() > 0) {
            rows.put(
                    "tensors",
                    String.format(
                            Locale.ROOT,
                            "%d, %d of them used; %,d trainable values",
                            tensors.count(),
                            tensors.needed(),
                            tensors.trainable()));
        }
        tensors.byType().forEach((type, count) -> rows.put("  " + type, Integer.toString(count)));
        if (!inspection.vocabulary().isEmpty()) {
            rows.put("vocabulary", inspection.vocabulary());
        }
        inspection.provenance().ifPresent(provenance -> origin(provenance, rows));
        inspection.thresholds().forEach((finding, value) -> rows.put("threshold " + finding, value.toString()));
        if (!inspection.topLevel().isEmpty()) {
            rows.put("top level", String.join(", ", inspection.topLevel()));
        }
        return rows;
    }

    private static Map<String, String> network(Description description) {
        Map<String, String> rows = new LinkedHashMap<>();
        if (description instanceof ModelDescription clip) {
            ModelDescription.Text text = clip.text();
            rows.put("image tower", clip.image());
            rows.put(
                    "text tower",
                    String.format(
                            Locale.ROOT,
                            "%d layers of %d, %d pieces, %d tokens, %s",
                            text.layers(),
                            text.hidden(),
                            text.vocabulary(),
                            text.maxTokens(),
                            text.lowerCase() ? "lower-cased" : "cased"));
            rows.put("embedding", Integer.toString(clip.embedding()));
            ModelDescription.Preparation preparation = clip.preparation();
            rows.put(
                    "preparation",
                    String.format(
                            Locale.ROOT,
                            "%s, %dx%d, mean %s, deviation %s",
                            preparation.version(),
                            preparation.rows(),
                            preparation.columns(),
                            preparation.mean(),
                            preparation.deviation()));
        } else if (description instanceof ClassifierDescription classifier) {
            rows.put("image tower", classifier.image());
            rows.put("outputs", Integer.toString(classifier.outputs()));
            rows.put("preparation", classifier.preprocessing());
        } else if (description instanceof DetectorDescription detector) {
            rows.put("image tower", detector.image());
            rows.put("classes", Integer.toString(detector.classes()));
            rows.put("square", detector.side() + "x" + detector.side());
            rows.put("preparation", detector.preprocessing());
        } else if (description instanceof MapperDescription mapper) {
            rows.put(
                    "attributes",
                    mapper.attributes()
                            + (mapper.attributeNames().isEmpty()
                                    ? ", without names and embeddings"
                                    : ": " + String.join(", ", mapper.attributeNames())));
            rows.put("cells", mapper.cells() + " to " + mapper.embedding() + " dimensions");
            rows.put("preparation", mapper.preprocessing());
        }
        return rows;
    }

    private static void origin(Provenance provenance, Map<String, String> rows) {
        rows.put("source", provenance.sourceFile());
        rows.put("source sha256", provenance.sourceSha256());
        if (!provenance.importedBy().isEmpty()) {
            rows.put("imported by", provenance.importedBy());
        }
        provenance.figures().forEach((name, value) -> rows.put("  " + name, number(value)));
        provenance.configuration().forEach((field, value) -> rows.put("  " + field, value));
    }

    /** Epochs without a decimal point. */
    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    static String json(ModelInspection inspection) {
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        ObjectNode root = mapper.createObjectNode();
        root.put("file", inspection.file()).put("layout", inspection.layout());
        inspection.description().ifPresent(description -> {
            root.put("kind", description.kind().label());
            root.set("description", mapper.valueToTree(description));
        });
        inspection.sha256().ifPresent(sha256 -> root.put("sha256", sha256));
        root.set("tensors", mapper.valueToTree(inspection.tensors()));
        if (!inspection.vocabulary().isEmpty()) {
            root.put("vocabulary", inspection.vocabulary());
        }
        inspection.provenance().ifPresent(provenance -> root.set("provenance", mapper.valueToTree(provenance)));
        root.set("thresholds", mapper.valueToTree(inspection.thresholds()));
        inspection.topLevel().forEach(root.putArray("topLevel")::add);
        inspection.problems().forEach(root.putArray("problems")::add);
        try {
            return mapper.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A problem with several parts, each on its own line. */
    static String onLines(String problem) {
        return problem.replace("; ", "\n         ");
    }
}
