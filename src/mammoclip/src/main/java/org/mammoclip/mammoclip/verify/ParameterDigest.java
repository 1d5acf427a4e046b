package org.mammoclip.mammoclip.verify;

import ai.djl.ndarray.types.Shape;

/**
 * What is known of a parameter.
 *
 * @param crc32 of its values as little-endian float32, 8 lower-case hexadecimal digits
 */
record ParameterDigest(String name, Shape shape, String crc32) {}
