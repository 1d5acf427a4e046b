package org.mammoclip.worker.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mammoclip.mammoclip.FindingSet;
import org.mammoclip.mammoclip.ModelCard;
import org.mammoclip.mammoclip.ModelPart;
import org.mammoclip.mammoclip.RasterSize;

class ModelInUseTest {
    private static ModelCard card(String checkpoint, String... parts) {
        return new ModelCard(
                "m",
                "1",
                "efficientnet-demo",
                checkpoint.repeat(64),
                false,
                true,
                "untrained",
                new RasterSize(190, 114),
                new RasterSize(6, 4),
                "mammo-clip-minmax-1",
                8,
                "cpu",
                FindingSet.DEFAULT,
                Stream.of(parts)
                        .map(digest -> new ModelPart("classifier", "c", "1", digest.repeat(64), true, false, "none"))
                        .toList());
    }

    /** The findings file stays as it is when a classifier that it names is trained again. */
    @Test
    void keptScoresBelongToTheModelsThatTheFindingsName() {
        List<String> identities = Stream.of(card("0"), card("1"), card("0", "a"), card("0", "b"), card("0", "a", "b"))
                .map(card -> ModelInUse.identity(card, false))
                .toList();
        assertThat(identities).doesNotHaveDuplicates();
        assertThat(ModelInUse.identity(card("0", "a"), false)).isEqualTo(identities.get(2));
        assertThat(ModelInUse.identity(card("0", "a"), true)).isNotEqualTo(identities.get(2));
    }
}
