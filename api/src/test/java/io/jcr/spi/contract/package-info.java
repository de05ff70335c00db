/// The contract tests: one abstract class per SPI, published as the test-jar of the api. A backend
/// is done when a subclass of its SPI's contract passes.
package io.jcr.spi.contract;
