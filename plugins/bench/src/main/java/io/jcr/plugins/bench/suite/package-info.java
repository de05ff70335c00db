/// What is measured about a subject: each suite runs its groups of cases and returns samples.
@NullMarked
package io.jcr.plugins.bench.suite;

import org.jspecify.annotations.NullMarked;
