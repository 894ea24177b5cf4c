/** Fails a test process if a file was left open until it was garbage collected, about which Node only warns. */
process.on('warning', (warning) => {
  if ('code' in warning && warning.code === 'DEP0137')
    throw new Error('A file was left open', { cause: warning });
});
