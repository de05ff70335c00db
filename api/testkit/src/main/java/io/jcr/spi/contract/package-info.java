/// The contract tests: one abstract class per SPI. A backend is done when a subclass of its SPI's
/// contract passes:
///
/// ```
/// class MineTest extends NetworkContract {
///   protected Network backend() { return new Mine(); }
/// }
/// ```
///
/// It runs without root and without jcr. Override further methods to describe the machine that the
/// backend needs and the options that it takes: see [BackendContract].
@NullMarked
package io.jcr.spi.contract;

import org.jspecify.annotations.NullMarked;
