/// What a command has of its caller. No command reads this process's environment, working directory
/// or standard streams: a resident planner serves callers whose own differ from its.
@NullMarked
package io.jcr.cli.session;

import org.jspecify.annotations.NullMarked;
