/** A queue that runs one task at a time. */

export type Queue = <Result>(task: () => Promise<Result>) => Promise<Result>;

/** A new queue: each task starts when the previous one has ended, successfully or not. */
export function createQueue(): Queue {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const next = last.then(task, task);
    last = next.catch(() => undefined);
    return next;
  };
}
