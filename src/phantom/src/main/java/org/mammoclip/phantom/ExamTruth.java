package org.mammoclip.phantom;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** All that is known about one exam as a line of JSON. Lengths in millimetres, boxes in pixels of the stored image. */
final class ExamTruth {
    private final ObjectNode root = new ObjectMapper().createObjectNode();
    private final String patient;
    private final ArrayNode boxes;

    ExamTruth(PhantomExam exam, String patient, String study) {
        this.patient = patient;
        root.put("patient_id", patient);
        root.put("studyInstanceUID", study);
        root.put("age", exam.age());
        root.put("density", exam.density().name());
        root.put("style", exam.style().name());
        ArrayNode lesions = root.putArray("lesions");
        for (boolean left : new boolean[] {true, false}) {
            for (Lesion lesion : exam.breast(left).lesions()) {
                add(lesions.addObject(), lesion, left);
            }
        }
        boxes = root.putArray("boxes");
    }

    void add(PhantomImage image) {
        for (PhantomImage.TruthBox box : image.boxes()) {
            ObjectNode node = boxes.addObject();
            node.put("image_id", ExamTables.imageId(patient, image.view()));
            node.put("finding", box.kind().label());
            node.put("xmin", box.left());
            node.put("ymin", box.top());
            node.put("xmax", box.right());
            node.put("ymax", box.bottom());
        }
    }

    String line() {
        return root + "\n";
    }

    private static void add(ObjectNode node, Lesion lesion, boolean left) {
        node.put("finding", lesion.kind().label());
        node.put("laterality", left ? "L" : "R");
        node.put("depth", lesion.place().depth());
        node.put("lateral", lesion.place().lateral());
        node.put("superior", lesion.place().superior());
        node.put("radius", lesion.radiusMm());
        lesion.shape().ifPresent(shape -> node.put("shape", PhantomReport.lower(shape)));
        lesion.margin().ifPresent(margin -> node.put("margin", PhantomReport.lower(margin)));
        lesion.form().ifPresent(form -> node.put("form", form.words()));
        lesion.spread().ifPresent(spread -> node.put("spread", spread.words()));
    }
}
