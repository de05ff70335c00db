/// The scenes, one class for each family.
@NullMarked
package io.jcr.plugins.demo.scene;

import org.jspecify.annotations.NullMarked;
