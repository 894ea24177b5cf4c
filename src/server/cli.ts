#!/usr/bin/env node
/** The command line: runs one command and exits with its code. */
import { runCommand } from './commands/run-command';
import { exitCodes, surviveLostOutput } from './commands/terminal';

surviveLostOutput(process, () => {
  process.exitCode = exitCodes.failed;
});
const code = await runCommand(process.argv.slice(2), process);
if (code !== exitCodes.done) process.exitCode = code;
