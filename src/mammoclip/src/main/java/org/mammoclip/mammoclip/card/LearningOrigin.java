package org.mammoclip.mammoclip.card;

import java.util.List;

/**
 * How to make it again.
 *
 * @param commands as they are typed, in order; at least one
 * @param seed of every random choice
 * @param codeVersion of this software
 * @param models what the training started from
 */
public record LearningOrigin(List<String> commands, long seed, String codeVersion, List<Model> models) {
    /**
     * A model that went in.
     *
     * @param role what for, as in {@code image encoder}
     * @param name and version, for people
     * @param sha256 of the model
     */
    public record Model(String role, String name, String sha256) {
        public Model {
            CardText.requireLine("role of a model", role);
            CardText.requireLine("name of a model", name);
            CardText.requireSha256("digest of model " + name, sha256);
        }
    }

    public LearningOrigin {
        commands = List.copyOf(commands);
        models = List.copyOf(models);
        if (commands.isEmpty()) {
            throw new IllegalArgumentException("a card names the command that makes the model again");
        }
        commands.forEach(command -> CardText.requireLine("a command", command));
        CardText.requireLine("code version", codeVersion);
    }
}
