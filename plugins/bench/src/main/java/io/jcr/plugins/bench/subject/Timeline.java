package io.jcr.plugins.bench.subject;

/// When each event happened, by the host's CLOCK_MONOTONIC in ns; 0 if unknown.
///
/// @param request the subject was asked to start
/// @param kernel a guest's kernel began to run
/// @param init the first process of a guest ran
/// @param first the first instruction of the user's program
/// @param exit its last instruction
/// @param gone nothing was left of it: the process that was waited for has ended
public record Timeline(long request, long kernel, long init, long first, long exit, long gone) {}
