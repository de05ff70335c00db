/// The four service provider interfaces and what they work with. A plugin sees this package and
/// `io.jcr.api`, nothing else of jcr.
@NullMarked
package io.jcr.spi;

import org.jspecify.annotations.NullMarked;
