#!/usr/bin/env node
/** The command line: runs one command, and ends with its code. */
import { runCommand } from './commands/run-command';

process.exitCode = await runCommand(process.argv.slice(2), process);
