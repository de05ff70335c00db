package io.jcr.plugins.bench.subject;

/// When what happened, by the host's CLOCK_MONOTONIC in ns; 0 where it is not known.
///
/// @param request the subject was asked for
/// @param kernel a guest's kernel began to run
/// @param init the first process of a guest ran
/// @param first the first instruction of the user's program
/// @param exit the last one
/// @param gone nothing was left of it: the process that was waited for has ended
public record Timeline(long request, long kernel, long init, long first, long exit, long gone) {}
