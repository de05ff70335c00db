/// Starts `jcr-init`, feeds it and reads its reports.
@NullMarked
package io.jcr.init;

import org.jspecify.annotations.NullMarked;
