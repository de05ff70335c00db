/// Tests of what the archetype makes.
@NullMarked
package io.jcr.archetype;

import org.jspecify.annotations.NullMarked;
