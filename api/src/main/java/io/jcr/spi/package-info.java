/// The four service provider interfaces and the types they use. Of jcr's code, a plugin sees only
/// this package and `io.jcr.api`.
@NullMarked
package io.jcr.spi;

import org.jspecify.annotations.NullMarked;
