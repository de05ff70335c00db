/// The page with everything that was shown, and its pictures.
@NullMarked
package io.jcr.plugins.demo.html;

import org.jspecify.annotations.NullMarked;
