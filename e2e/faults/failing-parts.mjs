/** Loaded into the product's process before it starts: at SIGUSR2, parts of it fail that nobody looks after. */
process.on('SIGUSR2', () => {
  void Promise.reject(new Error('a promise that nobody looks after'));
  process.nextTick(() => {
    throw new Error('a callback that nobody looks after');
  });
});
