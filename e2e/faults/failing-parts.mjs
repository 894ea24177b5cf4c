/** Preloaded into the product's process: on SIGUSR2, it causes failures that no code handles. */
process.on('SIGUSR2', () => {
  void Promise.reject(new Error('a promise without a handler'));
  process.nextTick(() => {
    throw new Error('a callback without a handler');
  });
});
