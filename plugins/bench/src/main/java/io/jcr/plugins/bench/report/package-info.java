/// The results for humans: tables, plots and sentences.
@NullMarked
package io.jcr.plugins.bench.report;

import org.jspecify.annotations.NullMarked;
