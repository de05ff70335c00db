/// The built distribution in a virtual machine with a kernel of its own.
@NullMarked
package io.jcr.vm;

import org.jspecify.annotations.NullMarked;
