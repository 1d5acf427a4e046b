package org.mammoclip.dicom.testkit;

import java.util.List;

/** Mammography views that can be computed, in hanging order (CID 4014, ACR labels). */
public enum SyntheticView {
    LCC("L", "CC", "399162004", "cranio-caudal", 0),
    LMLO("L", "MLO", "399368009", "medio-lateral oblique", 45),
    RCC("R", "CC", "399162004", "cranio-caudal", 0),
    RMLO("R", "MLO", "399368009", "medio-lateral oblique", -45),
    /** Not a screening view. */
    LML("L", "ML", "399260004", "medio-lateral", 90),
    /** Not a screening view. */
    RML("R", "ML", "399260004", "medio-lateral", -90),
    /** Not a screening view. */
    LXCCL("L", "XCCL", "399192008", "cranio-caudal exaggerated laterally", 0),
    /** Not a screening view. */
    RXCCL("R", "XCCL", "399192008", "cranio-caudal exaggerated laterally", 0);

    /** The four views of a screening exam. */
    public static final List<SyntheticView> SCREENING = List.of(LCC, LMLO, RCC, RMLO);

    private final String laterality;
    private final String position;
    private final String code;
    private final String meaning;
    private final int positionerAngle;

    SyntheticView(String laterality, String position, String code, String meaning, int positionerAngle) {
        this.laterality = laterality;
        this.position = position;
        this.code = code;
        this.meaning = meaning;
        this.positionerAngle = positionerAngle;
    }

    /** Image Laterality: {@code L} or {@code R}. */
    public String laterality() {
        return laterality;
    }

    /** View Position: {@code CC}, {@code MLO}, ... */
    public String position() {
        return position;
    }

    boolean isLeft() {
        return laterality.equals("L");
    }

    /** Whether the pectoral muscle is in the image: oblique and lateral views. */
    boolean showsPectoralMuscle() {
        return positionerAngle != 0;
    }

    /** The SNOMED CT code of the view. */
    String code() {
        return code;
    }

    String codeMeaning() {
        return meaning;
    }

    int positionerAngle() {
        return positionerAngle;
    }

    /** Patient Orientation of the hanging orientation: chest wall left for a left breast, right for a right one. */
    String[] patientOrientation() {
        String row = isLeft() ? "A" : "P";
        String column = isLeft() ? "R" : "L";
        return switch (position) {
            case "MLO" -> new String[] {row, "F" + column};
            case "ML" -> new String[] {row, "F"};
            default -> new String[] {row, column};
        };
    }
}
