package org.mammoclip.mammoclip.data.check;

/** What can be wrong with a data set. Names are permanent: the JSON has them. */
public enum Issue {
    UNREADABLE_TABLE(
            Severity.ERROR, "A table cannot be read", "Mend the file; the reasons are listed, all lines at once."),
    BAD_ROWS(
            Severity.ERROR,
            "Rows with errors",
            "Mend these lines. Training refuses them, or leaves them out with --skip-bad-rows."),
    NO_IMAGES(Severity.ERROR, "Nothing to learn from", "No sound row is left in the tables."),
    MISSING_FILES(
            Severity.ERROR,
            "Images without a file",
            "Bring the files to <patient>/<image>.png (.jpg, .dcm or without extension) below the folder, or take the"
                    + " rows out."),
    UNUSABLE_IMAGES(
            Severity.ERROR,
            "Images that cannot be used",
            "Look at the reason: send the object again, prepare the picture again, or take the rows out."),
    PATIENT_IN_TWO_SPLITS(
            Severity.ERROR,
            "Patients in two splits",
            "Give all rows of a patient the same split. The same woman on both sides makes every result look better than"
                    + " it is."),
    PATIENT_IN_TWO_FOLDS(
            Severity.ERROR,
            "Patients in two folds",
            "Give all rows of a patient the same fold; 'mammoclip data folds' makes such a column."),
    SAME_PIXELS_IN_TWO_SPLITS(
            Severity.ERROR,
            "The same picture in two splits or folds",
            "Find out whose image it is and take the other one out."),
    TEST_PATIENTS_ELSEWHERE(
            Severity.WARNING,
            "Test patients in a table without splits",
            "Whoever learns from that table alone learns from test patients. Give it the same split column, or give both"
                    + " tables to the training."),
    SAME_PIXELS_OF_TWO_PATIENTS(Severity.WARNING, "The same picture under two patients", "Find out whose image it is."),
    SAME_PIXELS(
            Severity.WARNING,
            "The same picture under two names",
            "One of them is enough; twice it counts twice, and two views of a breast that are one picture teach nothing."),
    NO_POSITIVES(
            Severity.WARNING,
            "A split without a single positive",
            "Nothing can be measured there. Choose other folds ('mammoclip data folds --stratify') or leave the label"
                    + " out."),
    NO_BREAST_FOUND(
            Severity.WARNING,
            "Images in which no breast was found",
            "Nothing rose above the background, so nothing was cropped. Look at the pictures."),
    GLUED_REGIONS(
            Severity.WARNING,
            "Images whose crop joins two regions",
            "Two equally wide bright regions were joined; boxes do not map onto such an image. Look at the pictures."),
    MIXED_SIZES(
            Severity.WARNING,
            "Pictures of different sizes",
            "Prepared pictures have one size. Training refuses what is no multiple of the model's size; crop and resize"
                    + " with --prepare-pictures, or give DICOM objects."),
    LONG_TEXTS(
            Severity.WARNING,
            "Texts longer than the model reads",
            "The end is cut off. Check whether the sections hold more than findings and impression."),
    UNKNOWN_WORDS(
            Severity.WARNING,
            "Words the model's vocabulary cannot spell",
            "They all look the same to the model. Is the text in the language of the vocabulary?"),
    STUDIES_WITHOUT_REPORT(
            Severity.WARNING,
            "Studies without a report",
            "They are not learned from. Are Accession Numbers, UIDs or patient numbers written alike in both?"),
    ONE_VIEW(
            Severity.NOTE,
            "Breasts with one view only",
            "They are learned from with two draws of the same view; nothing need be done."),
    EMPTY_SECTIONS(
            Severity.NOTE,
            "Reports with one section",
            "Findings or impression is empty or has no sentence of three words; the other one serves for both texts."),
    SAME_REPORTS(
            Severity.NOTE,
            "Reports in the same words",
            "Contrastive learning treats equal reports of two women as different; the more there are, the lower the best"
                    + " retrieval can be."),
    ENLARGED(
            Severity.NOTE,
            "Images smaller than the model's input",
            "They were enlarged; nothing need be done unless a better image exists."),
    NO_SPLITS(
            Severity.NOTE,
            "No split and no fold column",
            "Training chooses its validation patients by seed. 'mammoclip data folds' writes a column, so that everybody"
                    + " uses the same."),
    REPORTS_WITHOUT_STUDY(Severity.NOTE, "Reports without a study", "They are not used."),
    OBJECTS_LEFT_OUT(
            Severity.NOTE,
            "Objects that are no screening images",
            "Chosen as the service chooses what it scores; nothing need be done unless a reason surprises."),
    FILES_WITHOUT_ROWS(Severity.NOTE, "Files that no row names", "They are not used.");

    private final Severity severity;
    private final String title;
    private final String mend;

    Issue(Severity severity, String title, String mend) {
        this.severity = severity;
        this.title = title;
        this.mend = mend;
    }

    /** How much it matters. */
    public enum Severity {
        /** Training would fail, or its result would be wrong. */
        ERROR,
        /** Somebody should look. */
        WARNING,
        /** Good to know. */
        NOTE
    }

    public Severity severity() {
        return severity;
    }

    public String title() {
        return title;
    }

    /** What to do about it. */
    public String mend() {
        return mend;
    }
}
