package org.mammoclip.mammoclip.checkpoint;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.mammoclip.mammoclip.block.ParameterSpec;
import org.mammoclip.mammoclip.factor.AttributeMapper;

/**
 * Mammo-FActOR's mapper: for each attribute, two linear layers from the cells of one feature channel to the joint space.
 *
 * @param preprocessing name of the preparation the parameters expect
 * @param attributes number of attributes, 1 to {@link AttributeMapper#MAX_ATTRIBUTES}
 * @param cells cells of the feature map, 1392 (48x29) at the reference size
 * @param embedding dimensions of the joint space
 * @param attributeNames one per attribute in order, or none where the file did not say
 */
public record MapperDescription(
        About about, String preprocessing, int attributes, int cells, int embedding, List<String> attributeNames)
        implements Description {
    /** Prefix of the attribute embeddings in our own format; PyTorch files hold them apart. */
    private static final String ATTRIBUTE_PREFIX = "attribute_embeddings.";

    private static final int MAX_CELLS = 1 << 16;

    public MapperDescription {
        About.require(About.isLine(preprocessing), "preprocessing must be one line of 1 to 200 characters");
        About.require(cells >= 1 && cells <= MAX_CELLS, "cells must be 1 to " + MAX_CELLS);
        About.require(
                embedding >= 1 && embedding <= ModelDescription.MAX_EMBEDDING,
                "embedding must be 1 to " + ModelDescription.MAX_EMBEDDING);
        AttributeMapper.parameters(attributes, cells, embedding);
        attributeNames = List.copyOf(attributeNames);
        About.require(
                attributeNames.isEmpty() || attributeNames.size() == attributes,
                attributeNames.size() + " attribute names for " + attributes + " attributes");
        About.require(
                attributeNames.stream().allMatch(About::isLine)
                        && new HashSet<>(attributeNames).size() == attributeNames.size(),
                "attribute names must be different lines of 1 to 200 characters");
    }

    @Override
    public ModelKind kind() {
        return ModelKind.MAPPER;
    }

    @Override
    public MapperDescription with(About other) {
        return new MapperDescription(other, preprocessing, attributes, cells, embedding, attributeNames);
    }

    /** The same with the names of its attributes in order. */
    MapperDescription named(List<String> names) {
        return new MapperDescription(about, preprocessing, attributes, cells, embedding, names);
    }

    /** Name of the parameter that holds an attribute's embedding, by its place from 0. */
    public static String attributeParameter(int attribute) {
        return ATTRIBUTE_PREFIX + attribute;
    }

    /** The two layers of each attribute, then, where attributes have names, their embeddings. */
    @Override
    public List<ParameterSpec> parameters() {
        List<ParameterSpec> specs = new ArrayList<>(AttributeMapper.parameters(attributes, cells, embedding));
        for (int k = 0; k < attributeNames.size(); k++) {
            specs.add(ParameterSpec.weight(attributeParameter(k), embedding));
        }
        return List.copyOf(specs);
    }
}
