/// Linux through the foreign function and memory API, named after libc.
@NullMarked
package io.jcr.linux;

import org.jspecify.annotations.NullMarked;
