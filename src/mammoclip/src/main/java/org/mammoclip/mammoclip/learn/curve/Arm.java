package org.mammoclip.mammoclip.learn.curve;

/** A way of learning a finding from labels. Both ways of fine-tuning take the same number of steps. */
public enum Arm {
    /** A linear head on the frozen pre-trained encoder. */
    PROBE("probe", "Probe, pre-trained"),
    /** A linear head on a frozen encoder whose weights were drawn at random: what the architecture gives by itself. */
    PROBE_RANDOM("probe-random", "Probe, random encoder"),
    /** Encoder and head, the encoder starting from the pre-trained one. */
    FINETUNE("finetune", "Fine-tuned, pre-trained"),
    /** Encoder and head, both starting from random weights. */
    FROM_SCRATCH("from-scratch", "From scratch");

    private final String key;
    private final String title;

    Arm(String key, String title) {
        this.key = key;
        this.title = title;
    }

    /** Permanent name: the task in results. */
    public String key() {
        return key;
    }

    /** Name for people. */
    public String title() {
        return title;
    }

    /** Whether the encoder learns, too. */
    public boolean isFineTuned() {
        return this == FINETUNE || this == FROM_SCRATCH;
    }

    /** Whether the encoder starts from the pre-trained one. */
    public boolean isPretrained() {
        return this == PROBE || this == FINETUNE;
    }

    /** @throws IllegalArgumentException naming all there are */
    public static Arm named(String key) {
        StringBuilder all = new StringBuilder();
        for (Arm arm : values()) {
            if (arm.key.equals(key)) {
                return arm;
            }
            all.append(all.length() == 0 ? "" : ", ").append(arm.key);
        }
        throw new IllegalArgumentException("'" + key + "' is none of " + all);
    }
}
