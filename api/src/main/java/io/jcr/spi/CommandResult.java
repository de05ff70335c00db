package io.jcr.spi;

/// How a program of the host has ended.
///
/// @param status its exit status; 128+N when signal N ended it
/// @param output what it wrote to standard output
/// @param errors what it wrote to standard error
public record CommandResult(int status, String output, String errors) {}
