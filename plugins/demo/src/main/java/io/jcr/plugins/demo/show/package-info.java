/// Reports of what was shown: for a terminal, and as TAP, JSON or a recording.
@NullMarked
package io.jcr.plugins.demo.show;

import org.jspecify.annotations.NullMarked;
