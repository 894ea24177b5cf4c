/** Fails the tests of a process in which a file was left open until the collector closed it: Node only warns of it. */
process.on('warning', (warning) => {
  if ('code' in warning && warning.code === 'DEP0137')
    throw new Error('A file was left open', { cause: warning });
});
