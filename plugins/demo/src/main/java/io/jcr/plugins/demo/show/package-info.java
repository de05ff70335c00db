/// Reports of what was shown: for a terminal, as TAP, as JSON, as a recording.
@NullMarked
package io.jcr.plugins.demo.show;

import org.jspecify.annotations.NullMarked;
