package org.mammoclip.phantom;

/**
 * A place in a breast, in millimetres.
 *
 * @param depth from the chest wall towards the nipple
 * @param lateral from the nipple line outwards, negative inwards
 * @param superior from the nipple line upwards, negative downwards
 */
public record Place(double depth, double lateral, double superior) {
    Place plus(double depth, double lateral, double superior) {
        return new Place(this.depth + depth, this.lateral + lateral, this.superior + superior);
    }
}
