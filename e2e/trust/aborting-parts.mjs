/** Preloaded into the product's process: on SIGWINCH it prints what Node would report about a crash, and crashes. */
process.on('SIGWINCH', () => {
  const { reportOnFatalError, reportOnSignal, reportOnUncaughtException } = process.report;
  const reports = { reportOnFatalError, reportOnSignal, reportOnUncaughtException };
  process.stderr.write(`${JSON.stringify({ reports, flags: process.execArgv })}\n`);
  process.abort();
});
