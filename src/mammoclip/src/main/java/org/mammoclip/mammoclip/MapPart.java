package org.mammoclip.mammoclip;

import org.mammoclip.mammoclip.factor.AttributeMapper;
import org.mammoclip.mammoclip.factor.ChannelChoice;
import org.mammoclip.mammoclip.factor.FactorHeatMap;
import org.mammoclip.mammoclip.zeroshot.LinearActivationMap;

/** An {@link AttributionSource}, loaded. */
sealed interface MapPart {
    /** @throws NonFiniteScoreException or {@link ArithmeticException} if a network's answer is not finite */
    AttributionMap map(ImagePass pass);

    /**
     * @param tower whose features are weighted
     * @param place of the map among those of the tower
     */
    record Linear(ImageTower tower, int place) implements MapPart {
        @Override
        public AttributionMap map(ImagePass pass) {
            return new AttributionMap(
                    tower.grid(),
                    LinearActivationMap.scale(pass.features(tower).evidence()[place]),
                    AttributionMethod.LINEAR_ACTIVATION);
        }
    }

    /**
     * @param tower whose features the mapper was trained on
     * @param attribute index of the projection
     * @param direction of the attribute's sentence
     */
    record Mapper(ImageTower tower, AttributeMapper mapper, int attribute, Embedding direction, ChannelChoice channels)
            implements MapPart {
        @Override
        public AttributionMap map(ImagePass pass) {
            ImageTower.Features features = pass.features(tower);
            float[] similarities = mapper.channelSimilarities(features.map(), attribute, direction.toArray());
            return new AttributionMap(
                    tower.grid(),
                    LinearActivationMap.scale(FactorHeatMap.evidence(features.map(), similarities, channels)),
                    AttributionMethod.FACTOR);
        }
    }

    /** No map, in the size the others have. */
    record None(RasterSize grid) implements MapPart {
        @Override
        public AttributionMap map(ImagePass pass) {
            return AttributionMap.none(grid);
        }
    }
}
