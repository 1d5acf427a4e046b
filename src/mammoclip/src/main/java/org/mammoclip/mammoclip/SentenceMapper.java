package org.mammoclip.mammoclip;

/** A free sentence and what draws its map, loaded. Engine thread only. */
record SentenceMapper(String sentence, Embedding direction, MapPart map) {
    /** @throws NonFiniteScoreException or {@link ArithmeticException} if a network's answer is not finite */
    SentenceAttribution answer(ImagePass pass, Embedding embedding) {
        return new SentenceAttribution(sentence, embedding.cosine(direction), map.map(pass));
    }
}
