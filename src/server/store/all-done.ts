/** Works that go on at once, and of which none may be left alone where another fails. */

/** Waits for all, also where one fails; throws then what the first of them threw. */
export async function allDone<Works extends readonly Promise<unknown>[]>(works: readonly [...Works]) {
  await Promise.allSettled(works);
  return Promise.all(works);
}
