/// The contract tests: one abstract class per SPI. A backend is done when a subclass of its SPI's
/// contract passes:
///
/// ```
/// class MineTest extends NetworkContract {
///   protected Network backend() { return new Mine(); }
/// }
/// ```
///
/// It runs without root and without jcr. What the backend needs of its machine, and the options
/// that it takes, are further methods to override: see [BackendContract].
@NullMarked
package io.jcr.spi.contract;

import org.jspecify.annotations.NullMarked;
