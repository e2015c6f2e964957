#!/usr/bin/env node
import { runProgram } from './cli/program.ts';

// `vedette audit | head` is no error
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 4));
process.exitCode = await runProgram(process.argv);
// All is done and saved: a socket that a library leaves open shall not keep the process
setTimeout(() => process.exit(), 2000).unref();
