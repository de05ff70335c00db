package io.jcr.spi;

/// The outcome of a program run on the host.
///
/// @param status its exit status; 128+N if signal N ended it
/// @param output what it wrote to standard output
/// @param errors what it wrote to standard error
public record CommandResult(int status, String output, String errors) {}
