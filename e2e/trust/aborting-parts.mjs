/** Loaded into the product's process before it starts: at SIGWINCH it says what Node would write down of a crash, and crashes. */
process.on('SIGWINCH', () => {
  const { reportOnFatalError, reportOnSignal, reportOnUncaughtException } = process.report;
  const reports = { reportOnFatalError, reportOnSignal, reportOnUncaughtException };
  process.stderr.write(`${JSON.stringify({ reports, flags: process.execArgv })}\n`);
  process.abort();
});
