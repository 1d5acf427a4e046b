package org.mammoclip.mammoclip.checkpoint.torch;

import java.math.BigInteger;

/**
 * A value of a pickle. Scalars compare by value; containers, tensors and arrays by identity, because a few bytes can describe a
 * container of exponential size, or one that contains itself.
 */
public sealed interface PickledValue
        permits PickledValue.Nothing,
                PickledValue.Truth,
                PickledValue.Whole,
                PickledValue.Real,
                PickledValue.Text,
                PickledValue.Opaque,
                Bytes,
                Sequence,
                Dictionary,
                NumpyArray,
                NumpyType,
                TorchStorage,
                TorchTensor {

    /** Python's {@code None}. */
    enum Nothing implements PickledValue {
        NONE
    }

    /** A Boolean. */
    record Truth(boolean value) implements PickledValue {}

    /** An integer of any size. Ordered, so that hash tables stay fast whatever the keys. */
    record Whole(BigInteger value) implements PickledValue, Comparable<Whole> {
        static Whole of(long value) {
            return new Whole(BigInteger.valueOf(value));
        }

        @Override
        public int compareTo(Whole other) {
            return value.compareTo(other.value);
        }
    }

    /** A floating-point number. */
    record Real(double value) implements PickledValue, Comparable<Real> {
        @Override
        public int compareTo(Real other) {
            return Double.compare(value, other.value);
        }
    }

    /** A string. */
    record Text(String value) implements PickledValue, Comparable<Text> {
        @Override
        public int compareTo(Text other) {
            return value.compareTo(other.value);
        }
    }

    /**
     * A class, a function, or an object of a class that means nothing here. What was inside is dropped.
     *
     * @param name as in {@code omegaconf.listconfig.ListConfig}
     */
    record Opaque(String name) implements PickledValue, Comparable<Opaque> {
        @Override
        public int compareTo(Opaque other) {
            return name.compareTo(other.name);
        }
    }
}
