/// Tests of backends that are programs.
@org.jspecify.annotations.NullMarked
package io.jcr.program;
