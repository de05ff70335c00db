/// Plots as SVG, drawn without AWT: scales, axes, lines and points. Nothing here knows what is
/// plotted.
@NullMarked
package io.jcr.plugins.bench.plot;

import org.jspecify.annotations.NullMarked;
