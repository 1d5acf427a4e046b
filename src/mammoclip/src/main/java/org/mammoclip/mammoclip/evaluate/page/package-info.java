/**
 * The evaluation as one HTML page that needs nothing but itself: plots as inline SVG, pictures as inline PNG, no script, no network.
 * {@link org.mammoclip.mammoclip.evaluate.page.PageFrame} and what it is written with serve other pages, too.
 * Start at {@link org.mammoclip.mammoclip.evaluate.page.ReportPage}.
 */
@NullMarked
package org.mammoclip.mammoclip.evaluate.page;

import org.jspecify.annotations.NullMarked;
