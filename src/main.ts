#!/usr/bin/env node
import { explain } from './cli/failure.ts';
import { say } from './cli/output.ts';
import { runProgram } from './cli/program.ts';

// `vedette audit | head` is no error
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 4));
// nobody reads the messages: the exit code still tells
process.stderr.on('error', () => {});
// Node would exit with 1, which says that a difference was found
process.on('uncaughtException', (error) => {
  const { exitCode, text } = explain(error);
  say(`vedette: ${text}`);
  process.exit(exitCode);
});
process.exitCode = await runProgram(process.argv);
// All is done and saved: a socket that a library leaves open shall not keep the process
setTimeout(() => process.exit(), 2000).unref();
