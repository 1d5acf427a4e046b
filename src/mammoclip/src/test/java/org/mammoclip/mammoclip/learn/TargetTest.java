package org.mammoclip.mammoclip.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.data.LabelledImage;
import org.mammoclip.mammoclip.data.View;
import org.mammoclip.mammoclip.reports.Side;

class TargetTest {
    private static LabelledImage image(Set<String> findings, OptionalInt density, Optional<Boolean> cancer) {
        return new LabelledImage("p", "i", Side.LEFT, View.CC, findings, density, cancer, List.of(), 2);
    }

    @Test
    void namesAreFreeInCaseAndBlanks() {
        assertThat(Target.named("Suspicious Calcification")).isEqualTo(new Target.Finding("Suspicious Calcification"));
        assertThat(Target.named("suspicious_calcification").key()).isEqualTo("suspicious_calcification");
        assertThat(Target.named("CANCER")).isEqualTo(new Target.Cancer());
        assertThat(Target.named("malignancy")).isEqualTo(new Target.Cancer());
        assertThat(Target.named("Density").outputs()).isEqualTo(4);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Target.named("calc"))
                .withMessageContaining("'calc' cannot be learned; these can: mass, suspicious_calcification,");
    }

    @Test
    void whatTheTableDoesNotSayHasNoLabel() {
        LabelledImage mass = image(Set.of("Mass"), OptionalInt.of(2), Optional.empty());
        LabelledImage cancer = image(Set.of(), OptionalInt.empty(), Optional.of(true));
        assertThat(Target.named("mass").label(mass)).hasValue(1);
        assertThat(Target.named("mass").label(cancer)).hasValue(0);
        assertThat(Target.named("density").label(mass)).hasValue(2);
        assertThat(Target.named("density").label(cancer)).isEmpty();
        assertThat(Target.named("cancer").label(mass)).isEmpty();
        assertThat(Target.named("cancer").label(cancer)).hasValue(1);
    }
}
