package org.mammoclip.mammogram.select;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.mammoclip.dicom.DataSet;

/** View Modifier for Mammography (PS3.16 CID 4015) and what each does to a screening view. */
enum ViewModifier {
    SPOT_COMPRESSION("399055006", "R-102D7", Effect.SPOT_OR_MAGNIFICATION),
    MAGNIFICATION("399163009", "R-102D6", Effect.SPOT_OR_MAGNIFICATION),
    IMPLANT_DISPLACED("399209000", "R-102D5", Effect.KEEP),
    NIPPLE_IN_PROFILE("442581004", "R-40AB3", Effect.KEEP),
    ANTERIOR_COMPRESSION("441752004", "P2-00161", Effect.SECOND_CHOICE),
    CLEAVAGE("399161006", "R-102D2", Effect.EXCLUDE),
    AXILLARY_TAIL("399011000", "R-102D1", Effect.EXCLUDE),
    AXILLARY_TISSUE("442580003", "R-40AB2", Effect.EXCLUDE),
    TANGENTIAL("399110001", "R-102C2", Effect.EXCLUDE),
    ROLLED_LATERAL("399197002", "R-102D3", Effect.EXCLUDE),
    ROLLED_MEDIAL("399226006", "R-102D4", Effect.EXCLUDE),
    ROLLED_INFERIOR("414493004", "R-102CA", Effect.EXCLUDE),
    ROLLED_SUPERIOR("415670009", "R-102C9", Effect.EXCLUDE),
    INFRA_MAMMARY_FOLD("442593008", "R-40ABE", Effect.EXCLUDE);

    /** What a modifier does to a view that would be a screening view without it. */
    enum Effect {
        KEEP,
        SECOND_CHOICE,
        EXCLUDE,
        SPOT_OR_MAGNIFICATION
    }

    private final String snomedCt;
    private final String retired;
    private final Effect effect;

    ViewModifier(String snomedCt, String retired, Effect effect) {
        this.snomedCt = snomedCt;
        this.retired = retired;
        this.effect = effect;
    }

    Effect effect() {
        return effect;
    }

    static Optional<ViewModifier> of(DataSet code) {
        return Arrays.stream(values())
                .filter(modifier -> ViewCode.SchemeFamily.matches(code, modifier.snomedCt, List.of(modifier.retired)))
                .findFirst();
    }
}
